import { injectionOf } from '../../charts/injections';
import { healthRoutes } from '../../config/names';
import { environmentWith, firstWorkload } from '../environment-with';
import type { Changes } from '../altered';

const digest = `sha256:${'0a'.repeat(32)}`;
const repository = 'europe-west1-docker.pkg.dev/lyo-platform-dev/lyo/backend';

/** Environment variables of the instrumentation of the first workload, by name. */
function variables(changes: Changes = {}): Readonly<Record<string, string | undefined>> {
  const environment = environmentWith(changes);
  const { injection } = injectionOf(environment, firstWorkload(environment));
  return Object.fromEntries((injection?.env ?? []).map(({ name, value }) => [name, value]));
}

const attributes = (image: string): string => variables({ 'workloads[0].image': image })['OTEL_RESOURCE_ATTRIBUTES'] ?? '';

test('the version of the application is the tag of its image, also beside a digest; a digest alone gives no version', () => {
  expect(attributes(`${repository}:1.2`)).toContain('service.version=1.2,');
  expect(attributes(`${repository}:1.2@${digest}`)).toContain('service.version=1.2,');
  expect(attributes(`${repository}@${digest}`)).not.toContain('service.version');
  expect(attributes(`${repository}@${digest}`)).not.toContain('0a0a');
});

test('liveness probes and scrapes are not traced, by their whole paths; readiness probes are, as the heartbeat', () => {
  expect(variables()['LYO_UNTRACED_PATHS']).toBe('/health,/metrics');
  expect(variables()['LYO_HEARTBEAT_PATH']).toBe('/health/ready');
});

test('signals leave out the two health routes and no route with a similar name', () => {
  const excluded = new RegExp(`^(?:${healthRoutes.spanNames})$`);
  expect(['GET /health', 'GET /health/ready', 'HEAD /health'].filter((name) => !excluded.test(name))).toEqual([]);
  expect(
    ['GET /patients/{id}/health', 'GET /health/records', 'GET /health/{patient}', 'GET /healthy', 'GET /v1/metrics', 'GET /v1/health', '/health', 'GET'].filter(
      (name) => excluded.test(name),
    ),
  ).toEqual([]);
});

test('for an image on musl the variable says so, and its own PYTHONPATH is kept', () => {
  const own = variables({ 'workloads[0].libc': 'musl', 'workloads[0].env.PYTHONPATH': '/srv/lib' });
  expect(own['LYO_LIBC']).toBe('musl');
  expect(own['PYTHONPATH']).toMatch(/:\/srv\/lib$/);
});

test('spans go to the agents, or to the gateway where there are none', () => {
  const tiers = { 'tracing.collectors': { layout: 'tiers', agents: { min: 2, max: 4 }, gateways: 2 } };
  expect(variables(tiers)['OTEL_EXPORTER_OTLP_ENDPOINT']).toBe('http://otel-agent.lyo-observability.svc:4318');
  expect(variables({ 'tracing.collectors': { layout: 'single' } })['OTEL_EXPORTER_OTLP_ENDPOINT']).toBe('http://otel-gateway.lyo-observability.svc:4318');
});

test('a workload without instrumentation gets nothing', () => {
  const environment = environmentWith();
  expect(injectionOf(environment, { ...firstWorkload(environment), instrumentation: 'none' })).toEqual({});
});
