/** Faults in the variables, files and folders of a container: each is refused alone, with path, rule and value, and all are reported together. */
import { dev } from '../fixtures/dev';
import { everySetting } from '../fixtures/container-settings';
import { validate } from '../../config/validate';
import { altered, type Changes } from '../altered';

type Row = readonly [fault: string, changes: Changes, path: string, rule: string, received: unknown];

const of = (changes: Changes): Changes => Object.fromEntries(Object.entries(changes).map(([path, value]) => [`workloads[0].${path}`, value]));
const problems = (changes: Changes): readonly unknown[] => {
  const result = validate(altered(dev, changes));
  return result.ok ? [] : result.problems;
};
const password = { from: 'kubernetes', secret: 'database', key: 'password' };
const hidden = 'something that is not shown, because it may be a secret';
const unknownVariable = (name: string): string => `must name a variable of the workload that stands before it, or "$$(${name})" where the text itself is meant`;
const credential = 'must not hold what looks like a credential: keep it in a Secret and name that in `secrets`';
const reserved = '/proc, /sys, /dev, /run/secrets/app, /run/secrets/google, /etc/tunables, /lyo-instrumentation, /otel-auto-instrumentation-python';
const absolute = 'must be an absolute path of letters, digits, "-", "." and "_", such as "/etc/app/logging.ini"';
const containerFaults: readonly Row[] = [
  ['a command without a word', of({ command: [] }), 'command', 'must have at least one word', []],
  ['an empty argument', of({ args: ['serve', ''] }), 'args[1]', 'must be a word of at least one character', ''],
  ['a command for a shell', of({ command: 'uvicorn main:app' }), 'command', 'must be a list', 'uvicorn main:app'],
  ['root', of({ user: 0 }), 'user', 'must be a numeric user above 0: no container runs as root', 0],
  ['a user by name', of({ user: 'app' }), 'user', 'must be a number', 'app'],
  ['a secret of another store', of({ secrets: { DB: { ...password, from: 'vault' } } }), 'secrets.DB.from', 'must be one of "kubernetes", "google"', 'vault'],
  ['a secret without its key', of({ secrets: { DB: { from: 'kubernetes', secret: 'database' } } }), 'secrets.DB.key', 'must be a text', undefined],
  ['a secret that is written down', of({ secrets: { DB: 'hunter2' } }), 'secrets.DB', 'must be an object', hidden],
  [
    'a Secret with a name that none has',
    of({ secrets: { DB: { ...password, secret: 'Data_base' } } }),
    'secrets.DB.secret',
    'must be the name of a Secret',
    hidden,
  ],
  ['a variable with a dash', of({ secrets: { 'DB-PASSWORD': password } }), 'secrets.DB-PASSWORD', 'must be an environment variable name', hidden],
  ['a secret that is a plain variable too', of({ env: { DB: 'x' }, secrets: { DB: password } }), 'secrets.DB', 'must not make DB, which env.DB makes', hidden],
  [
    'a secret as a file, and a variable for the path of its own',
    of({ env: { DB_FILE: '/a' }, secrets: { DB: { ...password, as: 'file' } } }),
    'secrets.DB',
    'must not make DB_FILE, which env.DB_FILE makes',
    hidden,
  ],
  [
    'a field of the pod and a variable',
    of({ env: { NODE: 'x' }, podFields: { NODE: 'spec.nodeName' } }),
    'podFields.NODE',
    'must not make NODE, which env.NODE makes',
    'NODE',
  ],
  ['a field that no pod has', of({ podFields: { NODE: 'spec.node' } }), 'podFields.NODE', 'must be one of metadata.name, ', 'spec.node'],
  [
    'a field in the place of an injected variable',
    of({ podFields: { POD_NAME: 'metadata.name' } }),
    'podFields.POD_NAME',
    'must not be stated: the injected instrumentation sets it',
    'POD_NAME',
  ],
  [
    'a search path that is secret',
    of({ secrets: { PYTHONPATH: password } }),
    'secrets.PYTHONPATH',
    'must stand in env, where the injected instrumentation adds to it',
    hidden,
  ],
  [
    'arguments of gunicorn that are secret',
    of({ secrets: { GUNICORN_CMD_ARGS: password } }),
    'secrets.GUNICORN_CMD_ARGS',
    'must stand in env, where the time of idle connections is added to it',
    hidden,
  ],
  [
    'the place of the tunables',
    of({ env: { TUNABLES_FILE: '/a' } }),
    'env.TUNABLES_FILE',
    'must not be stated: it says where the settings are that may change while it runs',
    '/a',
  ],
  ['an argument that names nothing', of({ args: ['--host=$(POD_ADDRESS)'] }), 'args[0]', unknownVariable('POD_ADDRESS'), '$(POD_ADDRESS)'],
  ['a variable that names one behind it', of({ env: { A: '$(B)', B: 'x' } }), 'env.A', unknownVariable('B'), '$(B)'],
  ['a variable that names itself', of({ env: { A: '$(A)' } }), 'env.A', unknownVariable('A'), '$(A)'],
  [
    'a variable that names a secret that is a file',
    of({ env: { A: '$(DB)' }, secrets: { DB: { ...password, as: 'file' } } }),
    'env.A',
    unknownVariable('DB'),
    '$(DB)',
  ],
  ['a password in an address', of({ env: { DATABASE_URL: 'postgresql://shop:hunter2@10.10.16.7/shop' } }), 'env.DATABASE_URL', credential, '41 characters'],
  ['a token by its name', of({ env: { API_TOKEN: 'abc' } }), 'env.API_TOKEN', credential, hidden],
  ['a key of a cloud as an argument', of({ args: [`AKIA${'A'.repeat(16)}`] }), 'args[0]', credential, '20 characters'],
  ['a token as an option of the command', of({ command: ['serve', '--token=abc'] }), 'command[1]', credential, '11 characters'],
  ['a password behind an option', of({ args: ['--password', 'hunter2'] }), 'args[1]', credential, '7 characters'],
  ['a private key in a file', of({ files: { '/srv/key.pem': '-----BEGIN RSA PRIVATE KEY-----' } }), 'files./srv/key.pem', credential, '31 characters'],
  ['a file by a relative path', of({ files: { 'app.ini': '' } }), 'files.app.ini', absolute, 'app.ini'],
  ['a file by a path that goes up', of({ files: { '/srv/../etc/passwd': '' } }), 'files./srv/../etc/passwd', absolute, '/srv/../etc/passwd'],
  [
    'a file where secrets lie',
    of({ files: { '/run/secrets/app/DB': '' } }),
    'files./run/secrets/app/DB',
    `must not lie in ${reserved}: something else is there`,
    hidden,
  ],
  ['a file where a folder is', of({ files: { '/tmp': '' } }), 'files./tmp', 'must not be a folder to write to', '/tmp'],
  [
    'a file that would be a folder',
    of({ files: { '/srv/a': '', '/srv/a/b': '' } }),
    'files./srv/a/b',
    'must not lie below /srv/a, which is a file',
    '/srv/a/b',
  ],
  ['a file above the folder of secrets', of({ files: { '/run/secrets': '' } }), 'files./run/secrets', 'must not be above a folder that is mounted', hidden],
  [
    'a folder over the image’s own',
    of({ scratch: { '/usr': '64Mi' } }),
    'scratch./usr',
    'must not hide a folder of the image without which nothing starts',
    '/usr',
  ],
  [
    'a folder in the kernel’s',
    of({ scratch: { '/proc/shop': '64Mi' } }),
    'scratch./proc/shop',
    `must not lie in ${reserved}: something else is there`,
    '/proc/shop',
  ],
  ['a folder without a unit', of({ scratch: { '/srv/cache': '64' } }), 'scratch./srv/cache', 'must be mebibytes such as "512Mi"', '64'],
  [
    'folders larger than the disk of a pod',
    of({ scratch: { '/srv/cache': '900Mi' } }),
    'scratch',
    'must fit the disk of a pod, 1024Mi, all folders and /tmp together; sizing.backend.scratch may be larger',
    '1156Mi',
  ],
];

test.each(containerFaults.map(([fault, ...row]) => ({ fault, row })))('$fault is rejected', ({ row: [changes, path, rule, received] }) => {
  expect(problems(changes)).toEqual([{ path: `dev.workloads[0].${path}`, rule: expect.stringContaining(rule) as string, received }]);
});

test('every valid field of a container is accepted, and so is text that only looks like a name', () => {
  expect(problems(of(everySetting))).toEqual([]);
  expect(
    problems(
      of({
        args: ['$$(NOT_MINE)', '$(', '$()'],
        env: { SECRET_FILE: '/srv/a', TOKEN_TTL: '30', ACCESS_TOKEN_EXPIRE_MINUTES: '30', http_proxy: 'http://10.0.0.7:3128' },
      }),
    ),
  ).toEqual([]);
  // paths beside or below mounted folders
  expect(problems(of({ files: { '/srv/a': '', '/srv/ab': '', '/tmp/a': '', '/etc/shop/a': '' }, scratch: { '/srv/cache': '100Mi' } }))).toEqual([]);
});

test('without instrumentation, its reserved variables and folders are free', () => {
  const own = of({ instrumentation: 'none', podFields: { POD_NAME: 'metadata.name' }, files: { '/lyo-instrumentation/a': '' } });
  expect(
    problems({
      ...own,
      'workloads[0].scaling.signals.latency': undefined,
      'workloads[0].scaling.signals.requestRate': undefined,
      'workloads[0].scaling.signals.errors': undefined,
    }),
  ).toEqual([]);
});

test('a variable may name each one that stands before it, and none that stands behind it', () => {
  const order = ['A', 'B', 'C', 'D'];
  for (const [at, from] of order.entries())
    for (const [place, to] of order.entries()) {
      const env = Object.fromEntries(order.map((name) => [name, name === from ? `$(${to})` : 'x']));
      expect([from, to, problems(of({ env })).length]).toEqual([from, to, place < at ? 0 : 1]);
    }
});

test.each([0, 1, 2, 3, 4, 5])('a name behind %i further dollars is one to Kubernetes where they are even', (count) => {
  expect(problems(of({ args: [`${'$'.repeat(count)}$(NOT_MINE)`] }))).toHaveLength(count % 2 === 0 ? 1 : 0);
});

test.each(['\0', '\0serve', 'ser\0ve', 'serve\0'])('%j, which the kernel would end at its NUL character, is no word and no value', (text) => {
  for (const changes of [{ command: [text] }, { args: ['serve', text] }, { env: { A: text } }]) expect(problems(of(changes))).toHaveLength(1);
});

const everyVariable: Changes = {
  env: { FIRST: 'x', LAST: 'x' },
  secrets: { PASSWORD: password, TOKEN: { ...password, as: 'file' } },
  podFields: { NODE: 'spec.nodeName' },
};
/** Variables of a container, and whether `env` and `args` may name them. */
const named: readonly (readonly [name: string, inEnv: boolean, inArgs: boolean])[] = [
  ['FIRST', true, true],
  ['LAST', true, true],
  ['PASSWORD', true, true],
  ['TOKEN_FILE', true, true],
  ['TOKEN', false, false],
  ['NODE', true, true],
  // they come after all that a workload states
  ['TUNABLES_FILE', false, true],
  ['UVICORN_TIMEOUT_KEEP_ALIVE', false, true],
  ['GUNICORN_CMD_ARGS', false, true],
  ['POD_NAME', false, true],
  ['OTEL_SERVICE_NAME', false, true],
];

test.each(named)('$(%s) in env: %j, in arguments: %j', (name, inEnv, inArgs) => {
  const naming = (changes: Changes): number => problems(of({ ...everyVariable, ...changes })).length;
  const last = { FIRST: 'x', LAST: 'x', NAMING: `$(${name})` };
  expect([naming({ env: last }), naming({ args: [`$(${name})`] }), naming({ command: ['serve', `$(${name})`] })]).toEqual([
    inEnv ? 0 : 1,
    inArgs ? 0 : 1,
    inArgs ? 0 : 1,
  ]);
});

test('without instrumentation no text may name its variables, and each that stays', () => {
  const without = (name: string): readonly unknown[] =>
    problems(
      of({
        ...everyVariable,
        instrumentation: 'none',
        args: [`$(${name})`],
        'scaling.signals.latency': undefined,
        'scaling.signals.requestRate': undefined,
        'scaling.signals.errors': undefined,
      }),
    );
  const isInjected = (name: string): boolean => ['POD_NAME', 'OTEL_SERVICE_NAME'].includes(name);
  for (const [name, , inArgs] of named) expect([name, without(name).length]).toEqual([name, inArgs && !isInjected(name) ? 0 : 1]);
});

test('all faults are reported at once', () => {
  const wrong = of({ user: 0, args: ['$(NOTHING)'], files: { '/proc/a': '' }, scratch: { '/usr': '2000Mi' }, secrets: { TUNABLES_FILE: password } });
  expect(problems(wrong)).toHaveLength(6);
});
