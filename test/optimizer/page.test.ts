/** The page and the API: every answer has the shape of the OpenAPI document, and all names and texts are escaped. */
import fc from 'fast-check';
import { answers } from '../../optimizer/http/answers';
import type { ServiceView } from '../../optimizer/http/service-view';
import { openapiOf } from '../../optimizer/http/openapi';
import type { Incident } from '../../optimizer/incidents/incident';
import { pageOf, pagePolicy } from '../../optimizer/http/page';
import { schemas } from '../../optimizer/http/schemas';
import { writePaths } from '../../optimizer/http/write-paths';
import { serve, type ListeningServer } from '../../optimizer/http/server';
import type { Decision } from '../../optimizer/policies/policy';
import type { WorkloadState } from '../../optimizer/workload-state';
import { noon, playedWorld, type PlayedWorld } from './played-world';

let world: PlayedWorld;
let server: ListeningServer;

const decision: Decision = {
  ...{ kind: 'decision', policy: 'connection-pool', value: 5, confidence: 0.9, risk: 'medium', acts: false },
  ...{ reasons: ['1.0 connections are in use'], tunables: { poolSize: 5 } },
};

const consoles = { grafana: 'https://grafana.example', jaeger: 'https://jaeger.example', runbooks: 'https://example.org/runbooks' };
const incident = (place: string): Incident => ({
  ...{ id: 'backend-1', at: noon - 600, seen: noon - 60, alerts: ['EdgeSlow'] },
  symptoms: [{ subject: { name: place, client: 'backend' }, of: 'latency', direction: 'more', value: 0.4, usual: 0.002, deviations: Infinity }],
  causes: [{ place, fault: 'answers badly', probability: 0.9, explains: [] }],
  changes: [{ at: noon - 700, service: 'backend', what: place }],
});

const requestTime = (name: string): NonNullable<WorkloadState['requestTime']> => ({
  at: noon - 30,
  seconds: { now: 0.4, usual: 0.08 },
  parts: [
    { callee: { name, kind: 'database' }, seconds: { now: 0.35, usual: 0.03 }, calls: { now: 1.25, usual: 1.2 }, deviations: Infinity },
    { seconds: { now: 0.05, usual: 0.05 }, calls: { now: 1, usual: 1 }, deviations: 0 },
  ],
  cores: { now: 0.3, usual: 0.2, deviations: 1 },
});

/** A workload with everything that the page can show. */
const full = (change: Partial<WorkloadState> = {}): ServiceView => {
  const view = world.service.view();
  const [state] = view.states;
  if (state === undefined) throw new Error('no workload');
  const tried = { policy: 'cache-ttl', at: noon, before: { cacheTtlSeconds: 60 }, after: { cacheTtlSeconds: 30 } };
  const known: Partial<WorkloadState> = {
    outcomes: [...state.outcomes, decision],
    signals: [
      { signal: 'cpu', replicas: 7, wins: true },
      { signal: 'forecast', replicas: 4, wins: false },
    ],
    requestTime: requestTime(change.blind ?? 'shop'),
    anomalies: { until: noon, found: [{ at: noon - 900, load: 12, deviations: 4.2 }] },
    tuning: {
      values: { cacheTtlSeconds: 30 },
      trial: { ...tried, until: noon + 300, expected: [] },
      finished: [{ ...tried, ended: noon + 60, outcome: 'rolled back', why: 'latency was above' }],
    },
  };
  return { ...view, states: [{ ...state, ...known, ...change }], incidents: [incident(change.blind ?? 'redis')], links: consoles };
};

beforeAll(async () => {
  world = playedWorld();
  await world.ticks(2);
  server = await serve({ host: '127.0.0.1', port: 0, view: () => full() });
});

afterAll(() => server.close());

test.each(Object.entries(schemas))('%s answers with its documented shape, with complete data and without any', (path, schema) => {
  for (const view of [full(), world.service.view(), playedWorld().service.view()]) {
    const { status, body } = answers[path]!(view);
    const expected = path.startsWith('/health/') && view.counts.whole === 0 ? 503 : 200;
    expect([status, schema.safeParse(JSON.parse(body)).error?.issues]).toEqual([expected, undefined]);
    expect(Object.keys(openapiOf(false).paths[path]!)).toEqual(['get']);
  }
});

test('the document has every path of data, and without writers no method but GET', () => {
  const data = Object.keys(answers).filter((path) => !['/', '/metrics', '/api/v1/openapi.json'].includes(path));
  expect(Object.keys(openapiOf(false).paths).sort()).toEqual(data.sort());
  expect(Object.keys(openapiOf(true).paths).sort()).toEqual([...data, ...Object.keys(writePaths)].sort());
});

test.each(Object.entries(writePaths))('with writers, %s is documented as POST, with a token and the schema of its body', (path, { body }) => {
  const { post } = openapiOf(true).paths[path] as { readonly post: { readonly security: unknown; readonly responses: object; readonly requestBody: unknown } };
  expect(post.security).toEqual([{ serviceAccount: [] }]);
  expect(Object.keys(post.responses)).toEqual(expect.arrayContaining(['200', '401', '403']));
  expect(post.requestBody).toMatchObject({
    content: { 'application/json': { schema: { properties: expect.objectContaining({ reason: expect.anything() }) } } },
  });
  expect(body.safeParse({ other: 1 }).success).toBe(false);
});

test.each(Object.keys(writePaths))('without writers, %s is refused, and the error names the field to set', async (path) => {
  const response = await fetch(`http://127.0.0.1:${server.address.port}${path.replace('{id}', '0123456789abcdef')}`, {
    method: 'POST',
    headers: { authorization: 'Bearer aaaa.bbbb.cccc' },
  });
  expect([response.status, await response.json()]).toEqual([403, { error: expect.stringContaining('optimizer.writers') }]);
});

test('no request to a documented path causes an internal error, and only GET and HEAD are accepted', async () => {
  const verb = fc.constantFrom('GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS');
  const bearer = fc.option(fc.stringMatching(/^[\w.-]{1,60}$/), { nil: undefined });
  const sent = fc.record({ path: fc.constantFrom(...Object.keys(answers)), verb, asked: fc.webQueryParameters(), body: fc.string(), bearer });
  await fc.assert(
    fc.asyncProperty(sent, async ({ path, verb, asked, body, bearer }) => {
      const reads = verb === 'GET' || verb === 'HEAD';
      const { status } = await fetch(`http://127.0.0.1:${server.address.port}${path}?${asked}`, {
        method: verb,
        ...(reads ? {} : { body }),
        headers: bearer === undefined ? {} : { authorization: `Bearer ${bearer}` },
      });
      const unhealthy = path.startsWith('/health/') ? [503] : [];
      expect(reads ? [200, ...unhealthy] : [405]).toContain(status);
    }),
    { numRuns: 120 },
  );
});

test('metrics have the confidence of each decision, the outcomes of changes, and the extra pod-hours', () => {
  const { body } = answers['/metrics']!(full());
  const of = 'target_namespace="lyo-backend",target_deployment="backend"';
  expect(body).toContain(`lyo_optimizer_decision_confidence_ratio{${of},policy="connection-pool"} 0.9\n`);
  expect(body).toContain(`lyo_optimizer_changes{${of},policy="cache-ttl",outcome="rolled back"} 1\n`);
  expect(body).toMatch(/^lyo_optimizer_extra_pod_hours\{[^}]+\} \d/m);
});

describe('the page', () => {
  test('shows the load with its interval, signals and the winning one, anomalies, decisions with reasons, waiting and rolled back changes, and trust', () => {
    const page = pageOf(full());
    for (const shown of [
      '<svg role="img"',
      'class="band"',
      '<strong>wins</strong>',
      '4.2',
      '1.0 connections are in use',
      '{&quot;poolSize&quot;:5}',
      'rolled back',
      'is watched',
      '<strong>redis answers badly (90 %)</strong>',
      'latency of backend → redis 400 ms, usually 2 ms',
      'alerts: EdgeSlow',
      '<th scope="row">shop (database)</th><td>350 ms</td><td>30 ms</td><td>88 %</td><td>1.25</td><td>1.20</td>',
      '<th scope="row">all of it</th><td>400 ms</td><td>80 ms</td>',
      'href="https://example.org/runbooks/edge-slow.md"',
      'https://jaeger.example/search?service=backend&amp;minDuration=201ms&amp;lookback=custom',
      'https://grafana.example/d/lyo-dependencies?from=',
    ])
      expect(page).toContain(shown);
    expect(page).toMatch(/Trust, newest first[\s\S]*<td>(yes|no)<\/td>/);
    expect(page).toMatch(/<html lang="en">[\s\S]*<a class="skip"[\s\S]*<h1>[\s\S]*role="status"[\s\S]*<main[\s\S]*<h2>/);
  });

  test('escapes reasons in text and attributes, whatever they contain', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.constantFrom('<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', "' onfocus='x", '&lt;')), (text) => {
        const page = pageOf(full({ blind: text, outcomes: [{ ...decision, policy: text, reasons: [text] }], untunable: text }));
        expect(page.match(/<script>/g)).toHaveLength(1);
        expect(page).not.toMatch(/<img|onfocus='|onerror=alert\(1\)>/);
      }),
    );
  });

  test('may run its own script and nothing else', async () => {
    const { headers } = await fetch(`http://127.0.0.1:${server.address.port}/`);
    expect(headers.get('content-security-policy')).toBe(pagePolicy);
    expect(pagePolicy).toMatch(/^default-src 'none'; script-src 'sha256-[\w+/=]+'; style-src 'sha256-[\w+/=]+';/);
  });

  test('says what is unknown about a workload without measurements', () => {
    expect(pageOf(playedWorld().service.view())).toMatch(/The present load is not known: nothing has been queried yet[\s\S]*No load is known yet/);
  });
});
