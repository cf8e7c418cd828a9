import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { boundLabel, latencyBounds } from '../../config/metrics/latency-bounds';
import { type Duration, milliseconds, seconds } from '../../config/duration';
import { metrics, resourceAttributes, spanLabels } from '../../config/telemetry';
import { eventually } from '../waiting/assertions';
import { sleep } from '../waiting/stopwatch';
import { unjudgedRoutes } from '../latency/cases';
import { judgedEnvironment } from '../latency/judged-environment';
import { examplePython, instrumentationFolder } from '../toolchain/python';
import type { Scenario, ScenarioContext } from '../runner/scenario';
import { samplesOf, sumOf } from '../tracing/exposition';
import { findTrace } from '../tracing/jaeger-api';
import { startGateway, startLoopbackJaeger } from '../tracing/loopback';
import { newTraceId, sendSpans, type SpanOptions } from '../tracing/otlp';

const resource = {
  [resourceAttributes.service]: 'backend',
  [resourceAttributes.namespace]: 'lyo-backend',
  [resourceAttributes.deployment]: 'backend',
};
const targets: readonly Duration[] = ['50ms', '300ms', '1500ms', '1118ms'];

export const scenario: Scenario = {
  name: 'streams',
  title:
    'a real gateway has a bucket at each target under the label that rules ask for, and keeps no trace for being a stream, a WebSocket or an upload of the real SDK',
  tags: ['full'],
  needs: ['otelcol', 'jaeger'],
  async run(context) {
    for (const target of targets) await countsAt(context, target);
    await keepsNoStreams(context, await spanNames());
  },
};

/** Three requests below the target, one exactly at it, two above: the bucket of the objective holds four. */
async function countsAt(context: ScenarioContext, target: Duration): Promise<void> {
  const { processes } = context;
  const environment = judgedEnvironment({ target });
  const gateway = await startGateway({ processes, environment, name: `gateway-${target}`, traces: '127.0.0.1:1' });
  const length = seconds(target);
  const spans = [-0.2, -0.1, -0.001, 0, 0.001, 0.3].map((away): SpanOptions => ({
    name: 'GET /items',
    kind: 'server',
    attributes: { 'http.request.method': 'GET', 'http.route': '/items' },
    // spans are sent with whole milliseconds
    duration: Math.round(milliseconds(target) + Math.sign(away) * Math.max(1, Math.abs(away) * milliseconds(target))) / 1000,
  }));
  await sendSpans(gateway.http, { resource, spans, now: Date.now() });
  const samples = await eventually(`${target}: all is counted`, () => samplesOf(gateway.spanMetrics), {
    until: (seen) => sumOf(seen, metrics.durationCount.name, { [spanLabels.kind]: spanLabels.server }) >= spans.length,
    timeout: '60s',
  });
  const within = sumOf(samples, metrics.durationBucket.name, { [spanLabels.kind]: spanLabels.server, le: boundLabel(length) });
  if (within !== 4) throw new Error(`le="${boundLabel(length)}" must hold 4 of ${spans.length} requests, it holds ${within}`);
  const labels = new Set(samples.filter(({ name }) => name === metrics.durationBucket.name).map(({ labels: { le } }) => le));
  const absent = latencyBounds(environment)
    .map(boundLabel)
    .filter((label) => !labels.has(label));
  if (absent.length > 0) throw new Error(`every bound must be spelled as the collector does, it has no ${absent.join(', ')}`);
  context.report(`${target}: le="${boundLabel(length)}" holds what took at most as long, and ${labels.size - 1} bounds are spelled as expected`);
}

/** Names of the SDK's spans for a stream, a WebSocket and an upload. */
async function spanNames(): Promise<readonly string[]> {
  const { stdout } = await promisify(execFile)(await examplePython(), [join(__dirname, '..', 'latency', 'span_names.py')], {
    env: { ...process.env, PYTHONPATH: await instrumentationFolder(), PYTHONDONTWRITEBYTECODE: '1' },
  });
  return stdout.split('\n').flatMap((line) => (line.startsWith('SERVER ') ? [line.slice('SERVER '.length)] : []));
}

async function keepsNoStreams(context: ScenarioContext, names: readonly string[]): Promise<void> {
  const { processes } = context;
  const judged = judgedEnvironment({ target: '2s', unjudgedRoutes });
  // without a share of ordinary traces, so that every kept trace has a reason
  const environment = { ...judged, tracing: { ...judged.tracing, sampling: { ...judged.tracing.sampling, baselinePercent: 0 } } };
  const jaeger = await startLoopbackJaeger({ processes, environment });
  const gateway = await startGateway({ processes, environment, traces: jaeger.grpc });
  const traced = names.map((name) => ({ name, plain: name === 'GET /items', long: newTraceId(), failed: newTraceId() }));
  const spans = traced.flatMap(({ name, long, failed }): readonly SpanOptions[] => [
    { name, kind: 'server', duration: 20, traceId: long },
    { name, kind: 'server', duration: 20, traceId: failed, failed: true },
  ]);
  await sendSpans(gateway.http, { resource, spans, now: Date.now() });
  const stored = (id: string) => findTrace(jaeger.url, id).then((trace) => trace !== undefined);
  const wanted = traced.flatMap(({ plain, long, failed }) => [...(plain ? [long] : []), failed]);
  await eventually('what is slow or failed is stored', () => Promise.all(wanted.map(stored)), { until: (all) => all.every(Boolean), timeout: '60s' });
  await sleep('5s');
  for (const { name, plain, long } of traced)
    if ((await stored(long)) !== plain) throw new Error(`${name} of 20 s must ${plain ? '' : 'not '}be kept for being slow`);
  const counted = sumOf(await samplesOf(gateway.spanMetrics), metrics.calls.name, { [spanLabels.kind]: spanLabels.server });
  if (counted < spans.length) throw new Error(`all ${spans.length} must be counted, received ${counted}`);
  context.report(`${traced.map(({ name, plain }) => `${name} of 20 s ${plain ? 'kept' : 'not kept'}`).join(', ')}; kept where they failed; all counted`);
}
