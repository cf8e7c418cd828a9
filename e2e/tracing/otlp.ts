/** Synthetic spans, sent as OTLP/HTTP JSON (opentelemetry.io/docs/specs/otlp). */
import { randomBytes } from 'node:crypto';

const kinds = { internal: 1, server: 2, client: 3, producer: 4, consumer: 5 } as const;

export interface SpanOptions {
  readonly name: string;
  readonly kind: keyof typeof kinds;
  /** @default - none */
  readonly attributes?: Readonly<Record<string, string>>;
  /** @default false */
  readonly failed?: boolean;
  /** In seconds. @default 0.1 */
  readonly duration?: number;
  /** @default - a trace of its own */
  readonly traceId?: string;
  /** @default - a new one */
  readonly spanId?: string;
  /** @default - it begins its trace */
  readonly parent?: string;
  /** As the caller sent it. @default - none */
  readonly traceState?: string;
}

/** Sixteen bytes in hexadecimal digits. */
export function newTraceId(): string {
  return randomBytes(16).toString('hex');
}

export function newSpanId(): string {
  return randomBytes(8).toString('hex');
}

/** Spans that a collector did not acknowledge. */
export class NotTaken extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }

  /** Whether exporters retry, by OTLP's specification. */
  get later(): boolean {
    return [429, 502, 503, 504].includes(this.status);
  }
}

/**
 * Sends spans that ended at `now`, in milliseconds since 1970, of one service.
 * @param endpoint with `http://`
 * @throws NotTaken when the collector does not acknowledge them
 */
export async function sendSpans(
  endpoint: string,
  { resource, spans, now }: { readonly resource: Readonly<Record<string, string>>; readonly spans: readonly SpanOptions[]; readonly now: number },
): Promise<void> {
  const body = {
    resourceSpans: [
      { resource: { attributes: pairs(resource) }, scopeSpans: [{ scope: { name: 'scenario' }, spans: spans.map((span) => encoded(span, now)) }] },
    ],
  };
  const response = await fetch(`${endpoint}/v1/traces`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  if (!response.ok) throw new NotTaken(response.status, `the collector answered ${response.status} to ${spans.length} spans: ${await response.text()}`);
}

function encoded(span: SpanOptions, now: number): object {
  const { name, kind, attributes = {}, failed = false, duration = 0.1, traceId = newTraceId(), spanId = newSpanId(), parent, traceState } = span;
  return {
    traceId,
    spanId,
    name,
    kind: kinds[kind],
    startTimeUnixNano: nanoseconds(now - duration * 1000),
    endTimeUnixNano: nanoseconds(now),
    attributes: pairs(attributes),
    ...(failed ? { status: { code: 2 } } : {}),
    ...(parent === undefined ? {} : { parentSpanId: parent }),
    ...(traceState === undefined ? {} : { traceState }),
  };
}

/** Whole milliseconds, because nanoseconds since 1970 do not fit a number. */
function nanoseconds(milliseconds: number): string {
  return `${Math.round(milliseconds)}000000`;
}

function pairs(attributes: Readonly<Record<string, string>>): readonly object[] {
  return Object.entries(attributes).map(([key, stringValue]) => ({ key, value: { stringValue } }));
}
