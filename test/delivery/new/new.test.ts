/** Adds a workload from the command line to the files of the configuration. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'prettier';
import { newCommand, type Desk } from '../../../delivery/new/new-command';
import { withSize, withWorkload } from '../../../delivery/new/configuration-edit';
import { dev } from '../../fixtures/dev';
import sizing from '../../fixtures/sizing/dev.json';

const root = join(__dirname, '..', '..', '..');
const image = 'europe-west1-docker.pkg.dev/lyo-platform-dev/lyo/orders:0.1.0';
/** Room for a second service of fifty pods. */
const source = { ...dev, nodePool: { ...dev.nodePool, maxNodes: 40 }, sizing: { ...sizing, prometheus: { ...sizing.prometheus, storage: '40960Mi' } } };

async function tried(
  args: readonly string[],
  ask?: Desk['ask'],
): Promise<{ readonly status: number; readonly stderr: string; readonly stdout: string; readonly files: Record<string, string> }> {
  const files: Record<string, string> = {};
  const outcome = await newCommand(args, {
    sources: [source],
    read: (file) => readFileSync(join(root, file.replace('config/', 'test/fixtures/')), 'utf8'),
    write: (written) => void Object.assign(files, written),
    ...(ask && { ask }),
  });
  return { ...outcome, files };
}

const common = ['workload', '--name', 'orders', '--image', image];

test.each<[kind: string, more: readonly string[], imports: readonly (readonly [name: string, module: string])[]]>([
  ['web', ['--port', '8000', '--path', '/orders'], [['classPolicies', './class-policies']]],
  ['worker', ['--live', 'python -m shop.lives', '--args', "python -c print('x')"], [['standardBehavior', './scaling']]],
  ['scheduled', ['--schedule', '30 2 * * *', '--time-zone', 'Europe/Berlin', '--args', 'python -m shop.report'], []],
  ['release', ['--args', 'alembic upgrade head'], []],
])('a %s workload becomes a formatted entry with the imports that it needs, and a sizing', async (kind, more, imports) => {
  const { status, stderr, files } = await tried([...common, '--kind', kind, ...more]);
  expect(stderr).toBe('');
  expect(status).toBe(0);
  const text = files['config/dev.ts'] ?? '';
  expect(text).toContain("name: 'orders',");
  for (const [name, module] of imports) expect(text).toContain(`import { ${name} } from '${module}';`);
  expect(text.match(/import \{ (?:classPolicies|standardBehavior) \}/g) ?? []).toHaveLength(imports.length);
  expect(await format(text, { parser: 'typescript', singleQuote: true, printWidth: 160, trailingComma: 'all' })).toBe(text);
  const sizes = files['config/sizing/dev.json'] ?? '';
  expect(Object.keys(JSON.parse(sizes) as object)).toEqual(['orders', ...Object.keys(sizing)]);
  expect(await format(sizes, { parser: 'json', printWidth: 160 })).toBe(sizes);
});

test('an image without a registry gets that of the environment, and a complete one stays unchanged', async () => {
  const imageOf = async (given: string): Promise<string | undefined> => {
    const { files } = await tried(['workload', '--name', 'orders', '--kind', 'release', '--args', 'migrate', '--image', given]);
    return /image: '([^']*orders[^']*)'/.exec(files['config/dev.ts'] ?? '')?.[1];
  };
  expect(await imageOf('orders:1.2.3')).toBe('europe-west1-docker.pkg.dev/lyo-platform-dev/lyo/orders:1.2.3');
  expect(await imageOf('team/orders:1.2.3')).toBe('europe-west1-docker.pkg.dev/lyo-platform-dev/lyo/team/orders:1.2.3');
  expect(await imageOf(image)).toBe(image);
});

test('missing options are asked for, one question each, and only those that the kind needs', async () => {
  const asked: string[] = [];
  const answers: Readonly<Record<string, string>> = { name: 'orders', kind: 'worker', image, command: 'python -m shop.lives' };
  const { status, files } = await tried(['workload'], (question) => {
    asked.push(question);
    return Promise.resolve(answers[/^\w+/.exec(question)?.[0] ?? ''] ?? '');
  });
  expect(asked.map((question) => /^\w+/.exec(question)?.[0])).toEqual(['name', 'kind', 'image', 'command']);
  expect(status).toBe(0);
  expect(files['config/dev.ts']).toContain("kind: 'worker',");
});

test('without a terminal, all missing options are reported at once', async () => {
  const { status, stderr, files } = await tried(['workload', '--kind', 'scheduled', '--name', 'report']);
  expect(status).toBe(1);
  expect(stderr.split('\n').map((line) => line.split(' ')[0])).toEqual(['--image', '--schedule', '--time-zone', '']);
  expect(files).toEqual({});
});

test.each([
  ['a name that is taken', ['--name', 'backend', '--kind', 'web', '--port', '8000'], 'name: must be unique in the environment'],
  ['a name that no object may have', ['--name', 'Orders', '--kind', 'web', '--port', '8000'], 'workloads[1].name'],
  ...['http', '', ' ', '0x1f90', '8e3', '-1', '8000.0'].map((port): [string, readonly string[], string] => [
    `a port that is none, "${port}"`,
    ['--kind', 'web', `--port=${port}`],
    'workloads[1].port: must be a number',
  ]),
  ['a schedule that is none', ['--kind', 'scheduled', '--schedule', 'nightly', '--time-zone', 'Europe/Berlin'], 'workloads[1].schedule'],
  ['an image without a tag', ['--image', 'registry/orders', '--kind', 'web', '--port', '1'], 'workloads[1].image'],
])('%s is refused with the problem of the configuration, and nothing is written', async (_, more, told) => {
  const { status, stderr, files } = await tried([...common, ...more]);
  expect({ status, files }).toEqual({ status: 1, files: {} });
  expect(stderr).toContain('nothing is written: the configuration would have');
  expect(stderr).toContain(told);
});

test.each([
  ['web', ['--port', '8000', '--ports', 'grpc=50051', '--ports', 'metrics=9000'], 'ports: { grpc: 50051, metrics: 9000 },'],
  ['worker', ['--live', 'python -m shop.lives', '--ports', 'metrics=9000'], 'ports: { metrics: 9000 },'],
])('further ports of a %s workload are written', async (kind, more, line) => {
  const { status, files } = await tried([...common, '--kind', kind, ...more]);
  expect(status).toBe(0);
  expect(files['config/dev.ts']).toContain(line);
});

test.each([
  [['--kind', 'web', '--port', '8000', '--ports', 'grpc'], 'workloads[1].ports.grpc'],
  [['--kind', 'web', '--port', '8000', '--ports', 'grpc=0'], 'workloads[1].ports.grpc'],
  [['--kind', 'web', '--port', '8000', '--ports', 'gRPC=50051'], 'workloads[1].ports.gRPC'],
  [['--kind', 'web', '--port', '8000', '--ports', 'grpc=8000'], 'workloads[1].ports.grpc'],
  [['--kind', 'release', '--args', 'migrate', '--ports', 'grpc=50051'], 'workloads[1].ports: is not a known option'],
])('invalid ports are refused, and nothing is written: %j', async (more, told) => {
  const { status, stderr, files } = await tried([...common, ...more]);
  expect({ status, files }).toEqual({ status: 1, files: {} });
  expect(stderr).toContain(told);
});

test('an unknown environment, kind or thing to make is refused', async () => {
  expect((await tried([...common, '--kind', 'web', '--port', '1', '--env', 'staging'])).stderr).toBe('--env must be one of dev, received staging\n');
  expect((await tried(['service'])).stderr).toBe('new makes a workload, received service\n');
  await expect(tried([...common, '--kind', 'cron'])).rejects.toThrow('--kind must be one of web, worker, scheduled, release, received cron');
});

test('a dry run shows the entry and writes nothing', async () => {
  const { stdout, files } = await tried([...common, '--kind', 'web', '--port', '8000', '--dry-run']);
  expect(stdout).toContain("name: 'orders',");
  expect(stdout).toContain('would write config/dev.ts');
  expect(files).toEqual({});
});

test('other lines and comments of the files stay, and the policy is imported if it was not', () => {
  const source = "/** Mine. */\nexport const dev = {\n  workloads: [\n    { name: 'a' }, // the first\n  ],\n  sizing,\n};\n";
  const edited = withWorkload(source, "    { name: 'b', scaling: classPolicies.noisy },");
  expect(edited).toBe(
    "import { classPolicies } from './class-policies';\n/** Mine. */\nexport const dev = {\n  workloads: [\n    { name: 'a' }, // the first\n    { name: 'b', scaling: classPolicies.noisy },\n  ],\n  sizing,\n};\n",
  );
  const among = "import { a } from './a';\nimport { z } from './z';\n\nexport const dev = { workloads: [] };";
  const worker = '    { scaling: { behavior: standardBehavior } },';
  expect(withWorkload(among, worker)).toContain("import { a } from './a';\nimport { standardBehavior } from './scaling';\nimport { z } from './z';\n");
  expect(withWorkload(among.replace("'./z'", "'./b'"), worker)).toContain("from './b';\nimport { standardBehavior } from './scaling';\n\n");
  const standing = "import { type ScalingPolicy, standardBehavior } from './scaling';\nexport const dev = { workloads: [] };";
  expect(withWorkload(standing, worker)?.match(/import/g)).toHaveLength(1);
  expect(withWorkload('export const dev = { workloads: [] };', "    { name: 'b' },")).toBe("export const dev = { workloads: [\n    { name: 'b' },\n  ] };");
  expect(withWorkload('export const dev = { workloads: listed() };', '')).toBeUndefined();
  expect(withSize('{\n  "a": {}\n}\n', 'b', { cpu: { request: '1m' } })).toBe('{\n  "b": {\n    "cpu": { "request": "1m" }\n  },\n  "a": {}\n}\n');
});
