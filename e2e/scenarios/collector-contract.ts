import type { Environment } from '../../config/environment';
import { healthRoutes } from '../../config/names';
import { standardRollout } from '../../config/rollout';
import { edgeLabels, jobs, metrics, resourceAttributes, spanLabels } from '../../config/telemetry';
import { eventually } from '../waiting/assertions';
import { shipped } from '../platform/environment';
import type { Scenario } from '../runner/scenario';
import { samplesOf, sumOf, type Sample } from '../tracing/exposition';
import { startGateway, startLoopbackJaeger } from '../tracing/loopback';
import { findTrace } from '../tracing/jaeger-api';
import { newSpanId, newTraceId, sendSpans, type SpanOptions } from '../tracing/otlp';

const resource = {
  [resourceAttributes.service]: 'backend',
  [resourceAttributes.namespace]: 'lyo-backend',
  [resourceAttributes.deployment]: 'backend',
  'service.instance.id': 'backend-0',
  [resourceAttributes.version]: '0.1.0-6d4cf56db6',
};
const route = (path: string) => ({ 'http.request.method': 'GET', 'http.route': path });
const kept = newTraceId();
const beat = newTraceId();

/** Ten requests to one route under names of their own, one of them failed; a heartbeat; ASGI's messages; a step of the application's own; calls to a database, a cache and a host. */
const spans: readonly SpanOptions[] = [
  ...Array.from({ length: 9 }, (_, item): SpanOptions => ({ name: `GET /items/${item}`, kind: 'server', attributes: route('/items/{item}') })),
  { name: 'GET /items/9', kind: 'server', attributes: route('/items/{item}'), failed: true, traceId: kept },
  // says that it stands for 2^24 requests
  { name: 'GET /claims', kind: 'server', attributes: route('/claims'), traceState: 'ot=th:ffffff,other=1' },
  { name: 'whatever', kind: 'server', attributes: route(healthRoutes.ready), traceId: beat },
  { name: 'GET /items/{item} http send', kind: 'internal' },
  { name: 'GET /items/{item} http receive', kind: 'internal' },
  { name: 'price order', kind: 'internal' },
  { name: 'SELECT', kind: 'client', attributes: { 'db.system.name': 'postgresql', 'db.namespace': 'shop' }, parent: newSpanId() },
  { name: 'DEL', kind: 'client', attributes: { 'db.system': 'redis' }, parent: newSpanId() },
  { name: 'GET', kind: 'client', attributes: { 'http.request.method': 'GET', 'server.address': 'bank.example' }, parent: newSpanId(), duration: 2 },
];

/** Metrics of the collectors' own job that appear with the first span; the others appear with the first failure, or belong to agents. */
const selfMetrics = [
  metrics.receivedSpans,
  metrics.refusedSpans,
  metrics.queueSize,
  metrics.queueCapacity,
  metrics.undecidedTraces,
  metrics.expiredEdges,
  metrics.collectorMemory,
];

/** What the contract says and what a real gateway with the generated configuration exposes. */
export const scenario: Scenario = {
  name: 'collector-contract',
  title: 'a gateway exposes every metric and label of the contract, counts each request once whatever its caller claims, and keeps heartbeats out of storage',
  tags: ['smoke', 'full'],
  needs: ['otelcol', 'jaeger'],
  async run(context) {
    const { processes } = context;
    const environment = guarded(shipped('dev'));
    const jaeger = await startLoopbackJaeger({ processes, environment });
    const gateway = await startGateway({ processes, environment, traces: jaeger.grpc });
    await sendSpans(gateway.http, { resource, spans, now: Date.now() });
    const ready = (samples: readonly Sample[]): boolean =>
      samples.some(({ name, exemplar }) => name === metrics.sampledDurationBucket.name && exemplar === kept);
    const exposed = await eventually('sampled metrics have the exemplar of the failed request', () => samplesOf(gateway.spanMetrics), {
      until: ready,
      timeout: '60s',
    });
    // a series is 0 at its first flush and has its count from the second on
    const samples = await eventually('all is counted', () => samplesOf(gateway.spanMetrics), {
      until: (now) => sumOf(now, metrics.calls.name) >= 16 && sumOf(now, metrics.edgeFailures.name) >= 1,
    });
    const wanted = Object.values(metrics).filter(({ job, name }) => job === jobs.gateway && name !== metrics.up.name);
    named(wanted, samples);
    named(selfMetrics, await samplesOf(gateway.selfMetrics));
    context.report(`${wanted.length} metrics of spans and ${selfMetrics.length} of the collector itself are there under their names`);

    const place = {
      [spanLabels.namespace]: 'lyo-backend',
      [spanLabels.deployment]: 'backend',
      [spanLabels.service]: 'backend',
      [spanLabels.kind]: spanLabels.server,
    };
    const calls = (name: string, labels = {}): number => sumOf(samples, metrics.calls.name, { ...place, [spanLabels.name]: name, ...labels });
    equal('requests to one route', calls('GET /items/{item}'), 10);
    equal('failed ones', calls('GET /items/{item}', { [spanLabels.status]: spanLabels.error }), 1);
    equal('one request that claims to be many', calls('GET /claims'), 1);
    equal('heartbeats', calls(healthRoutes.heartbeatSpan), 1);
    equal('requests of at most 2 s', sumOf(samples, metrics.durationBucket.name, { ...place, le: '2.0' }), 12);
    equal('steps of the application', sumOf(samples, metrics.calls.name, { [spanLabels.name]: 'price order' }), 1);
    equal('messages of ASGI', samples.filter(({ labels }) => /http (send|receive)$/.test(labels[spanLabels.name] ?? '')).length, 0);
    for (const server of ['shop', 'redis', 'bank.example']) {
      equal(`edges to ${server}`, sumOf(samples, metrics.edgeRequests.name, { [edgeLabels.client]: 'backend', [edgeLabels.server]: server }), 1);
    }
    const borrowed = samples.filter(({ labels }) => 'job' in labels || 'instance' in labels);
    equal('series with a job or instance that the scrape would have to rename', borrowed.length, 0);
    context.report('counts, edges and labels are exact');

    const withExemplar = [...exposed, ...samples].filter(({ exemplar }) => exemplar !== undefined);
    equal('exemplars on metrics of all spans', withExemplar.filter(({ name }) => !name.startsWith('traces_sampled_')).length, 0);
    await eventually('the failed request is stored', () => findTrace(jaeger.url, kept), { until: (found) => found !== undefined });
    if ((await findTrace(jaeger.url, beat)) !== undefined) throw new Error('a heartbeat must be counted and not stored, and Jaeger has its trace');
    context.report('the failed request is stored, the heartbeat is not');
  },
};

/** Metrics by version exist where a rollout is guarded. */
function guarded(environment: Environment): Environment {
  const rollout = { ...standardRollout, guard: { share: 10, bake: '60s', requests: 20 } } as const;
  return { ...environment, workloads: environment.workloads.map((workload) => (workload.kind === 'web' ? { ...workload, rollout } : workload)) };
}

function named(wanted: readonly { readonly name: string }[], samples: readonly Sample[]): void {
  const names = new Set(samples.map(({ name }) => name));
  const absent = wanted.filter(({ name }) => !names.has(name)).map(({ name }) => name);
  if (absent.length > 0) throw new Error(`config/metrics names ${absent.join(', ')}, and exposed are ${[...names].sort().join(', ')}`);
}

function equal(what: string, received: number, wanted: number): void {
  if (received !== wanted) throw new Error(`${what} must be ${wanted}, received ${received}`);
}
