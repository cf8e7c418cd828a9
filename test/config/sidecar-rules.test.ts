/** Faults in sidecars, each refused with path, rule and value; valid sidecars are accepted. */
import { validate } from '../../config/validate';
import { altered, type Changes } from '../altered';
import { dev } from '../fixtures/dev';
import { everySidecar } from '../fixtures/sidecars';

function problems(changes: Changes): readonly unknown[] {
  const result = validate(altered(dev, { 'workloads[0].sidecars': everySidecar, ...changes }));
  return result.ok ? [] : result.problems;
}

const first = 'workloads[0].sidecars[0]';
const registry = "must be in the environment's own registry (europe-west1-docker.pkg.dev/lyo-platform-dev/lyo/**) or in registry.alsoAllowed (nothing so far)";
const credential = 'must not hold what looks like a credential: the workload reads it, or the sidecar signs in by itself';
const shared = (whose: string): string => `must be a port of its own in the pod, whose containers share one address: ${whose} has it`;

test('every valid field of a sidecar is accepted', () => {
  expect(problems({})).toEqual([]);
});

const rows: readonly (readonly [fault: string, changes: Changes, path: string, rule: string, received: unknown])[] = [
  [
    'the name of the workload',
    { [`${first}.name`]: 'backend' },
    `${first}.name`,
    'must not be the name of the workload, which its own container has',
    'backend',
  ],
  ['a name twice', { 'workloads[0].sidecars[1].name': 'cache' }, 'workloads[0].sidecars[1].name', 'must be unique in the pod', 'cache'],
  ['an image of somebody', { [`${first}.image`]: 'docker.io/library/redis:7' }, `${first}.image`, registry, 'docker.io/library/redis:7'],
  ['an image without a version', { [`${first}.image`]: 'redis' }, `${first}.image`, 'must be a full image name with a pinned tag or digest', 'redis'],
  ['more CPU asked for than it may have', { [`${first}.cpu.request`]: '900m' }, `${first}.cpu.request`, 'must be at most the limit (200m)', '900m'],
  ['more memory asked for than it may have', { [`${first}.memory.request`]: '512Mi' }, `${first}.memory.request`, 'must be at most the limit (128Mi)', '512Mi'],
  ['the port of the application', { [`${first}.started.port`]: 8000 }, `${first}.started.port`, shared('port'), 8000],
  ['the port of another', { [`${first}.started.port`]: 9200 }, 'workloads[0].sidecars[1].started.port', shared('sidecars[0]'), 9200],
  [
    'a path that is none',
    { 'workloads[0].sidecars[1].started.path': 'healthz' },
    'workloads[0].sidecars[1].started.path',
    'must be a path such as "/startup"',
    'healthz',
  ],
  ['no way to see that it has started', { [`${first}.started`]: undefined }, `${first}.started`, 'must be an object', undefined],
  ['a command of no word', { 'workloads[0].sidecars[2].started.command': [] }, 'workloads[0].sidecars[2].started.command', 'must have at least one word', []],
  ['a volume', { [`${first}.volumes`]: [] }, `${first}.volumes`, 'is not a known option', []],
  ['a variable that is none', { [`${first}.env`]: { 'A-B': 'c' } }, `${first}.env.A-B`, 'must be an environment variable name', 'A-B'],
];

test.each(rows.map(([fault, ...row]) => [fault, row] as const))('%s is refused', (_fault, [changes, path, rule, received]) => {
  expect(problems(changes)).toContainEqual({ path: `dev.${path}`, rule, received });
});

test.each([`${first}.env`, `${first}.args[0]`, `${first}.command[0]`])('a password in %s is refused, and not repeated', (path) => {
  const text = 'postgresql://app:hunter2hunter2@10.0.0.1/app';
  const isMap = path.endsWith('env');
  const changes = isMap ? { [path]: { URL: text } } : { [path.replace(/\[0\]$/, '')]: [text] };
  expect(problems(changes)).toContainEqual({ path: `dev.${path}${isMap ? '.URL' : ''}`, rule: credential, received: `${text.length} characters` });
});

test.each([
  ['an option', ['--password=hunter2']],
  ['the word behind an option', ['--api-key', 'abc']],
])('a password as %s of a sidecar is refused', (_, args) => {
  const at = args.length - 1;
  expect(problems({ [`${first}.args`]: args })).toEqual([
    { path: `dev.${first}.args[${at}]`, rule: credential, received: `${args[at]?.length ?? 0} characters` },
  ]);
});

test('what the workload reads as a secret is refused as a plain variable of a sidecar, whatever its value, and another variable is not', () => {
  const secrets = { BROKER: { from: 'kubernetes', secret: 'shop', key: 'broker' }, CACHE: { from: 'google', name: 'cache', as: 'file' } };
  expect(problems({ 'workloads[0].secrets': secrets, [`${first}.env`]: { BROKER: 'amqp://queue', CACHE: 'x', LEVEL: 'info' } })).toEqual(
    ['BROKER', 'CACHE'].map((name) => ({
      path: `dev.${first}.env.${name}`,
      rule: `must not be plain: secrets.${name} of the workload is the same, and a sidecar reads no secret`,
      received: name,
    })),
  );
});

test('a sidecar that names a variable which it has not is refused: those of the workload are not its own', () => {
  const env = { 'workloads[0].env': { HOST: 'db' }, [`${first}.env`]: { A: '$(B)', B: 'x', C: '$(B)', D: '$$(NOTHING)' } };
  const rule = (name: string): string => `must name a variable of the sidecar that stands before it, or "$$(${name})" where the text itself is meant`;
  expect(problems({ ...env, [`${first}.args`]: ['--host=$(HOST)', '$(C)'], [`${first}.command`]: ['$(B)', '$(NONE)'] })).toEqual([
    { path: `dev.${first}.env.A`, rule: rule('B'), received: '$(B)' },
    { path: `dev.${first}.command[1]`, rule: rule('NONE'), received: '$(NONE)' },
    { path: `dev.${first}.args[0]`, rule: rule('HOST'), received: '$(HOST)' },
  ]);
});

test('an environment that requires digests requires them of sidecars too', () => {
  const found = problems({ 'registry.digests': true }) as readonly { readonly path: string }[];
  expect(found.map(({ path }) => path)).toContain(`dev.${first}.image`);
});

test('a variable may name each one that stands before it, and none that stands behind it', () => {
  const order = ['A', 'B', 'C'];
  for (const [at, from] of order.entries())
    for (const [place, to] of order.entries()) {
      const env = Object.fromEntries(order.map((name) => [name, name === from ? `$(${to})` : 'x']));
      expect([from, to, problems({ [`${first}.env`]: env }).length]).toEqual([from, to, place < at ? 0 : 1]);
    }
});
