/** Configured health routes of a service are used everywhere, and only for this service. */
import fc from 'fast-check';
import { valueAt } from '../../config/record';
import { injectionOf } from '../../charts/injections';
import { ruleGroups } from '../../charts/rule-files';
import { healthRoutesOf, type Health } from '../../config/health-routes';
import { validate } from '../../config/validate';
import { altered, type Changes } from '../altered';
import { environmentWith, firstWorkload, secondWorkload } from '../environment-with';
import { dev } from '../fixtures/dev';
import { objectsOf, only } from '../kubernetes-object';

const own: Changes = { 'workloads[0].health': { live: '/livez', ready: '/shop/readyz.json' } };
const one: Changes = { 'workloads[0].health': { live: '/status', ready: '/status' } };

const counted = ({ spanNames }: { readonly spanNames: string }, names: readonly string[]): readonly string[] =>
  names.filter((name) => !new RegExp(`^(?:${spanNames})$`).test(name));

test('probes and the load balancer use the configured health routes', () => {
  const objects = objectsOf(environmentWith(own));
  expect(valueAt(only(objects, 'Deployment', 'backend'), 'spec.template.spec.containers[0]')).toMatchObject({
    startupProbe: { httpGet: { path: '/livez' } },
    livenessProbe: { httpGet: { path: '/livez' } },
    readinessProbe: { httpGet: { path: '/shop/readyz.json' } },
  });
  expect(valueAt(only(objects, 'HealthCheckPolicy', 'backend'), 'spec.default.config.httpHealthCheck.requestPath')).toBe('/livez');
});

test('with one route for both probes, the readiness probe has a query, so that health checks of the load balancer are no heartbeats', () => {
  const environment = environmentWith(one);
  const { injection } = injectionOf(environment, firstWorkload(environment));
  const variables = Object.fromEntries((injection?.env ?? []).map(({ name, value }) => [name, value]));
  expect(variables).toMatchObject({ LYO_HEARTBEAT_PATH: '/status?probe=ready', LYO_UNTRACED_PATHS: '/status,/metrics' });
  expect(valueAt(only(objectsOf(environment), 'Deployment', 'backend'), 'spec.template.spec.containers[0]')).toMatchObject({
    livenessProbe: { httpGet: { path: '/status' } },
    readinessProbe: { httpGet: { path: '/status?probe=ready' } },
  });
  expect(healthRoutesOf(firstWorkload(environment)).heartbeatSpan).toBe('GET /status');
});

test('rules of a service leave out its own health routes and count routes that are health routes elsewhere', () => {
  const two = environmentWith({ ...secondWorkload, ...own });
  const text = (name: string): string => JSON.stringify(ruleGroups(two)[name]);
  const groups = Object.keys(ruleGroups(two)).filter((name) => /backend|orders/.test(name));
  expect(groups.length).toBeGreaterThanOrEqual(2);
  const of = (workload: string): string =>
    groups
      .filter((name) => name.includes(workload))
      .map(text)
      .join('');
  expect(of('backend')).toContain('GET /shop/readyz.json');
  expect(of('backend')).toContain('[A-Z]+ (/livez|/shop/readyz[.]json)');
  expect(of('backend')).not.toContain('/health');
  expect(of('orders')).toContain('GET /health/ready');
  expect(of('orders')).not.toContain('/livez');
});

test('worked values: spans that count as requests beside several health routes', () => {
  const names = ['GET /livez', 'HEAD /shop/readyz.json', 'GET /shop/readyzxjson', 'GET /livez/7', 'GET /v1/livez', 'GET /health', 'POST /status', 'GET'];
  expect(counted(healthRoutesOf({ health: { live: '/livez', ready: '/shop/readyz.json' } }), names)).toEqual(names.slice(2));
  expect(counted(healthRoutesOf({ health: { live: '/status', ready: '/status' } }), names)).toEqual(names.filter((name) => name !== 'POST /status'));
});

const segment = fc.stringMatching(/^[-\w~][-\w.~]{0,7}$/);
const route = fc.array(segment, { minLength: 1, maxLength: 3 }).map((segments) => `/${segments.join('/')}`);

test('whatever the two health routes are, only they are left out, and the heartbeat is one of them', () => {
  fc.assert(
    fc.property(fc.record({ live: route, ready: route }), route, (health: Health, other) => {
      const routes = healthRoutesOf({ health });
      expect(counted(routes, [`GET ${health.live}`, routes.heartbeatSpan])).toEqual([]);
      const asked = `GET ${other}`;
      expect(counted(routes, [asked])).toEqual([health.live, health.ready].includes(other) ? [] : [asked]);
      expect(routes.spanNames).not.toContain('\\');
    }),
  );
});

test.each([
  ['without a slash', 'healthz', 'must be a route without parameters'],
  ['the page for users', '/', 'must be a route without parameters'],
  ['a parameter', '/health/{id}', 'must be a route without parameters'],
  ['a query', '/healthz?full=1', 'must be a route without parameters'],
  ['a whole address', 'http://localhost:8000/healthz', 'must be a route without parameters'],
  ['two slashes at its end', '/healthz//', 'must be a route without parameters'],
  ['a way up', '/a/../healthz', 'must be a route without parameters'],
  ['nothing', '', 'must be a route without parameters'],
  ['the metrics', '/metrics', 'must not be /metrics, which nobody traces'],
])('a health route is refused: %s', (_what, wrong, rule) => {
  for (const which of ['live', 'ready'] as const) {
    const result = validate(altered(dev, { 'workloads[0].health': { live: '/livez', ready: '/readyz', [which]: wrong } }));
    const received = /^https?:/.test(wrong) ? expect.stringContaining('http://localhost:8000') : wrong;
    expect(result).toEqual({ ok: false, problems: [{ path: `dev.workloads[0].health.${which}`, rule: expect.stringContaining(rule), received }] });
  }
});

test('an unjudged route must not match the health route of its own service, but may match that of another', () => {
  const routes = (unjudged: string): Changes => ({ ...own, 'workloads[0].unjudgedRoutes': [unjudged] });
  expect(validate(altered(dev, routes('/shop/*')))).toMatchObject({ ok: false, problems: [{ path: 'dev.workloads[0].unjudgedRoutes[0]' }] });
  expect(validate(altered(dev, routes('/health/*')))).toMatchObject({ ok: true });
});

test('a slash at the end belongs to the route: without it, the framework would redirect, and a load balancer follows no redirect', () => {
  const environment = environmentWith({ 'workloads[0].health': { live: '/livez/', ready: '/readyz/' } });
  const objects = objectsOf(environment);
  expect(valueAt(only(objects, 'Deployment', 'backend'), 'spec.template.spec.containers[0]')).toMatchObject({
    livenessProbe: { httpGet: { path: '/livez/' } },
    readinessProbe: { httpGet: { path: '/readyz/' } },
  });
  expect(valueAt(only(objects, 'HealthCheckPolicy', 'backend'), 'spec.default.config.httpHealthCheck.requestPath')).toBe('/livez/');
  const routes = healthRoutesOf(firstWorkload(environment));
  expect(routes.heartbeatSpan).toBe('GET /readyz/');
  expect(counted(routes, ['GET /livez/', 'GET /readyz/', 'GET /livez', 'GET /livez/x'])).toEqual(['GET /livez', 'GET /livez/x']);
});
