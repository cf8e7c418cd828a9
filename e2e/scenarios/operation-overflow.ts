import { operationLimit } from '../../config/budgets/cardinality-budget';
import { healthRoutes } from '../../config/names';
import { metrics, resourceAttributes, spanLabels } from '../../config/telemetry';
import { eventually } from '../waiting/assertions';
import { shipped } from '../platform/environment';
import type { Scenario } from '../runner/scenario';
import { gatewayPlace } from '../tracing/bare-gateway';
import { samplesOf, sumOf, type Sample } from '../tracing/exposition';
import { newSpanId, sendSpans, type SpanOptions } from '../tracing/otlp';

const resource = { [resourceAttributes.service]: 'backend', [resourceAttributes.namespace]: 'lyo-backend', [resourceAttributes.deployment]: 'backend' };
const many = 250;
const each = (make: (index: number) => SpanOptions, count = many): readonly SpanOptions[] => Array.from({ length: count }, (_, index) => make(index));
const route = (path: string) => ({ 'http.request.method': 'GET', 'http.route': path });

/** Spans with a different name each: from commands, keys, statements and paths in instrumentations of databases, caches and HTTP, in both semantic conventions. */
const calls: readonly (readonly [what: string, spans: readonly SpanOptions[]])[] = [
  [
    'Redis pipelines',
    each((index) => client(`${'SET GET DEL '.repeat(1 + (index % 5))}HSET key${index}`, { 'db.system': 'redis', 'db.redis.pipeline_length': '4' })),
  ],
  ['Redis commands with their key', each((index) => client(`GET user:${index}`, { 'db.system.name': 'redis' }))],
  ['Memcached names that are a key', each((index) => client(`${index}:session`, { 'db.system': 'memcached' }))],
  ['statements with their values', each((index) => client(`SELECT * FROM items WHERE id = ${index}`, { 'db.system.name': 'postgresql' }))],
  ['statements that begin with a comment', each((index) => client(`/* ${index} */ UPDATE items`, { 'db.system': 'mysql' }))],
  ['commands of a database for each tenant', each((index) => client(`tenant${index}.find`, { 'db.system': 'mongodb', 'db.operation': 'find' }))],
  ['HTTP calls under the old convention', each((index) => client(`GET /prices/${index}`, { 'http.method': 'GET' }))],
];
/** Largest number of names after the name guard. */
const bounded = 12;

export const scenario: Scenario = {
  name: 'operation-overflow',
  title:
    'whatever other spans are called, every request is counted under its route; and where routes themselves overflow, the rate stays whole and says whose it is',
  tags: ['smoke', 'full'],
  needs: ['otelcol'],
  async run(context) {
    const environment = shipped('dev');
    const limit = operationLimit(environment.telemetry);
    const place = await gatewayPlace(context.processes, environment, 'otel-gateway');
    await place.start();
    const send = async (spans: readonly SpanOptions[]): Promise<void> => sendSpans(place.http, { resource, spans, now: Date.now() });
    const seen = async (what: string, until: (samples: readonly Sample[]) => boolean): Promise<readonly Sample[]> =>
      eventually(what, () => samplesOf(place.spanMetrics), { until, timeout: '40s' });

    for (const [, spans] of calls) await send(spans);
    await send(each((index) => ({ name: `price order ${index}`, kind: 'internal' }), 2 * limit));
    // a destination for each reply: spans of sent and received messages are no requests
    await send(each((index) => ({ name: `reply-${index} publish`, kind: 'producer', attributes: { 'messaging.system': 'kafka' } })));
    await send(each((index) => ({ name: `reply-${index} process`, kind: 'consumer', attributes: { 'messaging.system': 'kafka' } })));
    await send(each((index) => ({ name: `/ws/${index}`, kind: 'server' })));
    await send(each((index) => ({ name: `GET /scan/${index}.php`, kind: 'server', attributes: { 'http.method': 'GET' } })));
    await send(each((index) => ({ name: 'x', kind: 'server', attributes: route(`/items/${index % 5}`), failed: index % 10 === 0 }), 1000));
    await send(each(() => ({ name: 'x', kind: 'server', attributes: route(healthRoutes.ready) }), 30));

    const others = calls.reduce((sum, [, spans]) => sum + spans.length, 0);
    const samples = await seen('all is counted', (now) => sumOf(now, metrics.calls.name) >= others + 2 * limit + 4 * many + 1030);
    const requests = { [spanLabels.namespace]: 'lyo-backend', [spanLabels.deployment]: 'backend', [spanLabels.kind]: spanLabels.server };
    for (let index = 0; index < 5; index++)
      equal(`requests to /items/${index}`, sumOf(samples, metrics.calls.name, { ...requests, [spanLabels.name]: `GET /items/${index}` }), 200);
    equal('failed ones', sumOf(samples, metrics.calls.name, { ...requests, [spanLabels.status]: spanLabels.error }), 100);
    equal('heartbeats', sumOf(samples, metrics.calls.name, { ...requests, [spanLabels.name]: healthRoutes.heartbeatSpan }), 30);
    equal('WebSockets that met no route', sumOf(samples, metrics.calls.name, { ...requests, [spanLabels.name]: 'unrouted' }), many);
    equal('requests that met no route', sumOf(samples, metrics.calls.name, { ...requests, [spanLabels.name]: 'GET' }), many);
    const names = new Set(
      samples
        .filter(({ name, labels }) => name === metrics.calls.name && labels[spanLabels.kind] === spanLabels.client)
        .map(({ labels }) => labels[spanLabels.name]),
    );
    if (names.size > bounded)
      throw new Error(`calls of databases and caches must have at most ${bounded} names, they have ${names.size}: ${[...names].join(', ')}`);
    context.report(`${others} names of other calls are ${names.size}: ${[...names].sort().join(', ')}`);
    const steps = overflowOf(samples);
    if (steps.length === 0 || steps.some(({ labels }) => labels[spanLabels.deployment] !== 'backend' || labels[spanLabels.kind] === spanLabels.server)) {
      throw new Error(`steps beyond the limit must be counted under their workload and not as requests, received ${JSON.stringify(steps)}`);
    }
    context.report(
      `1,030 requests are counted under their routes, beside ${2 * limit + 2 * many} different steps and messages, of which ${sumOf(steps, metrics.calls.name)} are under no name`,
    );

    await send(each((index) => ({ name: 'x', kind: 'server', attributes: route(`/pages/${index}`), parent: newSpanId() }), 2 * limit));
    const full = await seen('requests overflow', (now) => sumOf(now, metrics.calls.name, requests) >= 1030 + 2 * many + 2 * limit);
    equal('requests in all', sumOf(full, metrics.calls.name, requests), 1030 + 2 * many + 2 * limit);
    equal('durations of requests in all', sumOf(full, metrics.durationCount.name, requests), 1030 + 2 * many + 2 * limit);
    const beyond = overflowOf(full).filter(({ labels }) => labels[spanLabels.kind] === spanLabels.server);
    if (beyond.length !== 1) throw new Error(`requests beyond the limit must be one series of their workload, received ${JSON.stringify(beyond)}`);
    context.report(
      `${2 * limit} more routes: all ${sumOf(full, metrics.calls.name, requests)} requests are in the rate, ${sumOf(beyond, metrics.calls.name)} of them under no name`,
    );
  },
};

function client(name: string, attributes: Readonly<Record<string, string>>): SpanOptions {
  return { name, kind: 'client', attributes, parent: newSpanId() };
}

function overflowOf(samples: readonly Sample[]): readonly Sample[] {
  return samples.filter(({ name, labels }) => name === metrics.calls.name && labels[spanLabels.overflow] === 'true');
}

function equal(what: string, received: number, wanted: number): void {
  if (received !== wanted) throw new Error(`${what} must be ${wanted}, received ${received}`);
}
