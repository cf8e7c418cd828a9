/** Traces with spans that the sender knows, to find lost ones. */
import { setTimeout as delay } from 'node:timers/promises';
import { findTrace } from './jaeger-api';
import { newSpanId, newTraceId, NotTaken, sendSpans } from './otlp';

export interface KnownTrace {
  readonly traceId: string;
  /** When it was acknowledged, in milliseconds since 1970. */
  readonly at: number;
}

/** Number of spans in a known trace: a request that calls a database and a cache. */
const spansOfOne = 3;

const resource = {
  'service.name': 'backend',
  'service.namespace': 'lyo-backend',
  'k8s.namespace.name': 'lyo-backend',
  'k8s.deployment.name': 'backend',
  'k8s.pod.name': 'backend-0',
};

/**
 * Sends traces for a time and resolves with the acknowledged ones. Each requests sampling, so none may be missing afterwards. Spans that a collector wants later are sent
 * again, as exporters of SDKs do.
 * @param endpoint with `http://`
 */
export async function sendKnownTraces(
  endpoint: string,
  { rate, lasting }: { readonly rate: number; readonly lasting: number },
): Promise<readonly KnownTrace[]> {
  const acknowledged: Promise<KnownTrace>[] = [];
  const started = performance.now();
  for (let index = 0; index < rate * lasting; index++) {
    const sent = sendOne(endpoint);
    // handled below; without this it would be an unhandled rejection while others are being sent
    sent.catch(() => undefined);
    acknowledged.push(sent);
    await delay(Math.max(0, started + ((index + 1) * 1000) / rate - performance.now()));
  }
  return Promise.all(acknowledged);
}

async function sendOne(endpoint: string): Promise<KnownTrace> {
  const [traceId, root] = [newTraceId(), newSpanId()];
  const common = { traceId, traceState: 'lyo=keep' };
  await sendUntilTaken(endpoint, {
    resource,
    now: Date.now(),
    spans: [
      {
        ...common,
        spanId: root,
        name: 'GET /items/{item_id}',
        kind: 'server',
        attributes: { 'http.request.method': 'GET', 'http.route': '/items/{item_id}' },
      },
      { ...common, parent: root, name: 'SELECT shop', kind: 'client', attributes: { 'db.system.name': 'postgresql', 'db.namespace': 'shop' } },
      { ...common, parent: root, name: 'GET', kind: 'client', attributes: { 'db.system.name': 'redis' } },
    ],
  });
  return { traceId, at: Date.now() };
}

/** Retries after a tenth of a second, doubled each time, up to ten seconds in total. */
async function sendUntilTaken(...spans: Parameters<typeof sendSpans>): Promise<void> {
  for (let wait = 100; ; wait *= 2) {
    try {
      await sendSpans(...spans);
      return;
    } catch (error) {
      if (!(error instanceof NotTaken) || !error.later || wait > 6400) throw error;
      await delay(wait);
    }
  }
}

/** Traces of which Jaeger lacks a span, or all. */
export async function incomplete(url: string, traces: readonly KnownTrace[]): Promise<readonly KnownTrace[]> {
  const lacking: KnownTrace[] = [];
  for (const trace of traces) {
    const found = await findTrace(url, trace.traceId);
    if (found?.spans.length !== spansOfOne) lacking.push(trace);
  }
  return lacking;
}
