import { rmSync } from 'node:fs';
import { ProjectCopy, type Run } from '../project-copy';

const copy = new ProjectCopy();
beforeEach(() => copy.writeManifests());
afterEach(() => copy.restore());
afterAll(() => copy.remove());

const start = (...args: readonly string[]): Run => copy.run('delivery/start.ts', args);
const edit = (file: string, find: string, replace: string): void => copy.edit(file, find, replace);
const backend = (): string => copy.read('manifests/dev/backend.yaml');

test('a clean configuration prints charts, workloads, checks and changes', () => {
  const { status, stdout } = start();
  expect(status).toBe(0);
  expect(stdout).toContain('backend     2   50  CPU 70 % → 20, memory 80 % → 20, 100 requests/s → 50, P95 2s → 30, errors 5 % → 15, forecast → 50  CPU 90 %');
  expect(stdout).toMatch(/checks {3}(\d+) of \1 rules hold/);
  expect(stdout).toContain('changes  none since the last run');
});

test('what changed is told object by object', () => {
  edit('config/dev.ts', "LOG_LEVEL: 'debug'", "LOG_LEVEL: 'info'");
  expect(start().stdout).toContain('0 added, 1 changed, 0 removed since the last run\n             ~ Deployment/lyo-backend/backend');
});

test('a first run counts what is new by kind instead of telling every object', () => {
  rmSync(copy.path('manifests'), { recursive: true });
  const { stdout } = start();
  expect(stdout).toMatch(/changes {2}(\d+) added, 0 changed, 0 removed since the last run\n {13}\+ \d+ [A-Z]\w+(, \d+ [A-Z]\w+)*\n/);
  expect(stdout).not.toContain('+ Deployment/');
});

test('sizing that is no JSON names the file and the position, without a stack', () => {
  edit('config/sizing/dev.json', '"backend": {', '"backend" {');
  const { status, stderr } = start();
  expect(status).toBe(1);
  expect(stderr).toMatch(/config\/sizing\/dev\.json: .*JSON at position 14/);
  expect(stderr).not.toContain('    at ');
});

test('problems of the configuration are told at once, each with path, rule and value, exit code 1, and the old manifests stay', () => {
  const before = backend();
  edit('config/dev.ts', "drain: '40s'", "drain: '80s'");
  edit('config/dev.ts', 'objectives: { availability: 0.999', 'objectives: { availability: 1.5');
  edit('config/dev.ts', 'telemetry: standardTelemetry', "telemetry: { ...standardTelemetry, retention: '9999999s' }");
  edit('config/dev.ts', "retention: '259200s'", "retention: '864000s'");
  edit('config/dev.ts', '  sizing,\n};', '  sizing,\n};\n(dev.workloads as unknown[]).push({ ...dev.workloads[0], path: "/two" });');
  edit('config/prod.ts', 'baselinePercent: 10', 'baselinePercent: 101');
  edit('config/prod.ts', "kind: 'badger'", "kind: 'cassandra'");
  const { status, stdout, stderr } = start();
  expect(status).toBe(1);
  expect(stdout).toBe('');
  const lines = stderr.split('\n').slice(1, -1);
  expect(lines).toEqual([
    '  dev.alerting.objectives.availability: must be less than 1, received 1.5',
    expect.stringMatching(
      /^ {2}dev\.telemetry\.retention: must fit 80 % of sizing\.prometheus\.storage \(20480Mi\): \d+ series need \d+Mi, received "9999999s"$/,
    ),
    '  dev.tracing.retention: must fit 80 % of sizing.jaeger.storage (10240Mi): 11 days of 2048Mi need 22528Mi, received "864000s"',
    '  dev.workloads[1].name: must be unique in the environment, received "backend"',
    '  dev.workloads[0].shutdown.drain: must be less than grace (60s), or the pod is killed while it still serves, received "80s"',
    '  dev.workloads[1].shutdown.drain: must be less than grace (60s), or the pod is killed while it still serves, received "80s"',
    '  prod.tracing.sampling.baselinePercent: must be 0 to 100 percent, received 101',
    '  prod.tracing.storage.kind: must be one of "badger", "opensearch", "elasticsearch", "clickhouse", received "cassandra"',
  ]);
  expect(backend()).toBe(before);
});

test('violated checks are told at once, each with rule, object, construct and source, exit code 1, and the old manifests stay', () => {
  const before = backend();
  edit('constructs/dashboards/cluster.ts', '${metrics.collectorMemory.name}', 'otelcol_memory');
  edit('constructs/alerts/collectors.ts', '${metrics.queueSize.name} /', 'otelcol_queue_sise /');
  edit('constructs/web-deployment.ts', 'selector: {', 'replicas: 3,\n        selector: {');
  const { status, stderr } = start();
  expect(status).toBe(1);
  expect(stderr).toContain('the panel "Memory of collectors" of Cluster and cost asks for otelcol_memory, which nothing produces');
  expect(stderr).toContain('the rule CollectorQueueFilling asks for otelcol_queue_sise, which nothing produces');
  expect(stderr).toContain('autoscaling/replicas-stated');
  expect(stderr).toContain('Deployment lyo-backend/backend');
  expect(stderr).toContain('charts/web-services.ts (construct backend/web-service/deployment');
  expect(backend()).toBe(before);
});

test('a second service takes one round, and what to freeze is said once and at the end', () => {
  // fifty pods of each do not fit on ten nodes
  edit('config/dev.ts', 'maxNodes: 10', 'maxNodes: 20');
  edit(
    'config/dev.ts',
    '  sizing,\n};',
    "  sizing: { ...sizing, orders: sizing.backend },\n};\n(dev.workloads as unknown[]).push({ ...dev.workloads[0], name: 'orders', path: '/orders' });",
  );
  const { status, stdout, stderr } = start();
  expect([status, stderr]).toEqual([0, '']);
  expect(stdout.split('\n').slice(-4)).toEqual([
    'new, with fields that cannot change once a cluster has them:',
    '  dev/Deployment/lyo-backend/orders',
    'when their names are as they shall be for ever: npm run identity:freeze (npm run check and npm run apply ask for it)',
    '',
  ]);
});

test('another output folder is made, and help is given', () => {
  expect(start('--output', copy.path('elsewhere')).status).toBe(0);
  expect(copy.read('elsewhere/dev/backend.yaml')).toBe(backend());
  expect(start('--help').stdout).toContain('npm start -- --output <folder>');
});

test('an unknown option is refused', () => {
  const { status, stderr } = start('--outptu', 'x');
  expect(status).toBe(2);
  expect(stderr).toContain("Unknown option '--outptu'");
});
