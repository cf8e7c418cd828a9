/** Runs the program in a copy of the project, once with success and once refused. `start-command` tests the other cases. */
import { ProjectCopy, type Run } from '../project-copy';

const copy = new ProjectCopy();
beforeAll(() => copy.writeManifests());
afterAll(() => copy.remove());

const start = (): Run => copy.run('delivery/start.ts');
const edit = (file: string, find: string, replace: string): void => copy.edit(file, find, replace);
const backend = (): string => copy.read('manifests/dev/backend.yaml');

test('a change of the configuration is written to the manifests and listed by object', () => {
  edit('config/dev.ts', "LOG_LEVEL: 'debug'", "LOG_LEVEL: 'info'");
  const { status, stdout, stderr } = start();
  expect([status, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(/checks {3}(\d+) of \1 hold/);
  expect(stdout).toContain('0 added, 1 changed, 0 removed since the last run\n             ~ Deployment/lyo-backend/backend');
  expect(backend()).toMatch(/name: LOG_LEVEL\n +value: info/);
});

test('all problems of the configuration are reported at once with path, rule and value, exit code 1, and the old manifests stay', () => {
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
      /^ {2}dev\.telemetry\.retention: must fit 80 % of sizing\.prometheus\.storage \(20480Mi\): \d+ series need \d+Mi, a storage of \d+Mi, received "9999999s"$/,
    ),
    '  dev.tracing.retention: must fit 80 % of sizing.jaeger.storage (10240Mi): 11 days of 2048Mi need 22528Mi, a storage of 28160Mi, received "864000s"',
    '  dev.workloads[1].name: must be unique in the environment, received "backend"',
    '  dev.workloads[0].shutdown.drain: must be less than grace (60s), or the pod is killed while it still serves, received "80s"',
    '  dev.workloads[1].shutdown.drain: must be less than grace (60s), or the pod is killed while it still serves, received "80s"',
    '  prod.tracing.sampling.baselinePercent: must be 0 to 100 percent, received 101',
    '  prod.tracing.storage.kind: must be one of "badger", "opensearch", "elasticsearch", "clickhouse", received "cassandra"',
  ]);
  expect(backend()).toBe(before);
});
