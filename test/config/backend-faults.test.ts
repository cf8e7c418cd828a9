/** Mistakes when a backend moves in, each made in several ways: reported with path, rule and value, all at once, and without possible secrets. */
import { validate } from '../../config/validate';
import { altered, type Changes } from '../altered';
import { dev } from '../fixtures/dev';
import { movedIn, pathOf } from '../fixtures/moved-in';
import { everyKind } from '../fixtures/every-kind';
import sizing from '../fixtures/sizing/dev.json';

const source = altered(dev, movedIn);
const [web, migrate, report, worker] = ['workloads[0]', pathOf('migrate'), pathOf('nightly-report'), pathOf('fulfilment')];
const secret = { from: 'kubernetes', secret: 'shop', key: 'password' };
const release = everyKind.find(({ kind }) => kind === 'release');

function problems(changes: Changes): readonly { readonly path: string; readonly rule: string; readonly received?: unknown }[] {
  const result = validate(altered(source, changes));
  return result.ok ? [] : result.problems;
}

/** Shown in place of a value whose name suggests a secret; of other hidden values, the length is shown. */
const unshown = 'something that is not shown, because it may be a secret';

/** A hidden value, shown by its length. */
const hidden = (text: string): string => `${text.length} characters`;

type Row = readonly [changes: Changes, path: string, rule: RegExp, received: unknown];

/** Rows of each mistake. */
const mistakes: Readonly<Record<string, readonly Row[]>> = {
  'a secret that is also a plain variable': [
    [
      { [`${worker}.secrets.BROKER`]: secret, [`${worker}.env`]: { BROKER: 'amqp://queue' } },
      `${worker}.secrets.BROKER`,
      /must not make BROKER, which env\.BROKER makes/,
      unshown,
    ],
    [
      { [`${report}.secrets`]: { TOKEN: { ...secret, as: 'file' } }, [`${report}.podFields`]: {}, [`${report}.env`]: { TOKEN_FILE: '/srv/token' } },
      `${report}.secrets.TOKEN`,
      /must not make TOKEN_FILE, which env\.TOKEN_FILE makes/,
      unshown,
    ],
    [
      { [`${web}.secrets`]: { NODE: secret }, [`${web}.podFields`]: { NODE: 'spec.nodeName' } },
      `${web}.podFields.NODE`,
      /must not make NODE, which secrets\.NODE makes/,
      'NODE',
    ],
  ],
  'a value that looks like a key or a password': [
    [
      { [`${web}.env`]: { SENTRY_AUTH: 'ghp_0123456789abcdefghijABCDEFGHIJ012345' } },
      `${web}.env.SENTRY_AUTH`,
      /must not hold what looks like a credential/,
      hidden('ghp_0123456789abcdefghijABCDEFGHIJ012345'),
    ],
    [
      { [`${worker}.env`]: { AMQP: 'amqps://jobs:pa55word@queue:5671/jobs' } },
      `${worker}.env.AMQP`,
      /must not hold what looks like a credential/,
      hidden('amqps://jobs:pa55word@queue:5671/jobs'),
    ],
    [{ [`${report}.env`]: { SMTP_PASSWORD: 'correct-horse' } }, `${report}.env.SMTP_PASSWORD`, /must not hold what looks like a credential/, unshown],
  ],
  'a schedule that never fires': [
    [{ [`${report}.schedule`]: '15 6 31 2,4,6 *' }, `${report}.schedule`, /must fire on some day/, '15 6 31 2,4,6 *'],
    [{ [`${report}.schedule`]: '0 12 30 FEB *' }, `${report}.schedule`, /must/, '0 12 30 FEB *'],
  ],
  'a schedule that fires every minute by mistake': [
    [{ [`${report}.schedule`]: '* */6 * * *' }, `${report}.schedule`, /must name its minutes/, '* */6 * * *'],
    [{ [`${report}.schedule`]: '* 3 1 * *' }, `${report}.schedule`, /must name its minutes/, '* 3 1 * *'],
  ],
  'a time zone that does not exist': [
    [{ [`${report}.timeZone`]: 'Europe/Munich' }, `${report}.timeZone`, /must be a time zone of the tz database/, 'Europe/Munich'],
    [{ [`${report}.timeZone`]: 'GMT+25' }, `${report}.timeZone`, /must be a time zone of the tz database/, 'GMT+25'],
    [{ [`${report}.timeZone`]: '' }, `${report}.timeZone`, /must be a time zone of the tz database/, ''],
  ],
  'a deadline shorter than the grace': [
    [
      { [`${report}.deadline`]: '25s', [`${report}.expected`]: { lastSuccess: '97200s', longestRun: '20s' } },
      `${report}.deadline`,
      /must be more than shutdown\.grace \(30s\)/,
      '25s',
    ],
    [{ [`${migrate}.shutdown`]: { grace: '900s' } }, `${migrate}.deadline`, /must be more than shutdown\.grace \(900s\)/, '600s'],
  ],
  'two release jobs of one database': [
    [
      {
        [`${migrate}.uses`]: { shop: { pool: 1 } },
        'workloads[4]': { ...release, name: 'seed', uses: { shop: { pool: 2 } } },
        'sizing.seed': { ...sizing.backend },
      },
      'workloads[4].uses.shop',
      /must not be used by two workloads of kind release, which run beside each other: migrate uses it/,
      'shop',
    ],
    [
      {
        [`${migrate}.uses`]: { cache: { pool: 1 } },
        'workloads[4]': { ...release, name: 'warm', namespace: 'lyo-orders', uses: { cache: { pool: 1 } } },
        'sizing.warm': { ...sizing.backend },
      },
      'workloads[4].uses.cache',
      /must not be used by two workloads of kind release/,
      'cache',
    ],
  ],
  'a worker with a path': [
    [{ [`${worker}.path`]: '/work' }, `${worker}.path`, /is not a known option/, '/work'],
    [{ [`${worker}.health`]: { live: '/livez', ready: '/readyz' } }, `${worker}.health`, /is not a known option/, { live: '/livez', ready: '/readyz' }],
  ],
  'a host name with a scheme': [
    [
      { [`${worker}.egress`]: [{ host: 'wss://stream.example.com', port: 443 }] },
      `${worker}.egress[0].host`,
      /must be a host name such as/,
      'wss://stream.example.com',
    ],
    [
      { [`${report}.egress`]: [{ host: 'api.example.com:8443', port: 8443 }] },
      `${report}.egress[0].host`,
      /must be a host name such as/,
      'api.example.com:8443',
    ],
    [{ [`${web}.egress`]: [{ host: 'api.example.com/v1', port: 443 }] }, `${web}.egress[0].host`, /must be a host name such as/, 'api.example.com/v1'],
  ],
  'a pool larger than the database': [
    [{ [`${worker}.uses`]: { shop: { pool: 900 } } }, 'databases.shop.connections.most', /must be at least .*pool and overflow of fulfilment/s, 700],
    [
      { [`${report}.uses`]: { cache: { pool: 4000, processes: 2 } } },
      'databases.cache.connections.most',
      /must be at least .*pool and overflow of nightly-report/s,
      5000,
    ],
    [{ [`${web}.uses`]: { shop: { pool: 5, overflow: 10 } } }, 'databases.shop.connections.most', /must be at least .*pool and overflow of backend/s, 700],
  ],
  'a database tier that does not exist, or not in the region': [
    [{ 'databases.shop.google.tier': 'db-custom-3-8192' }, 'databases.shop.google.tier', /must be a machine of Cloud SQL/, 'db-custom-3-8192'],
    [{ 'databases.shop.google.tier': 'db-n1-standard-4' }, 'databases.shop.google.tier', /must be a machine of Cloud SQL/, 'db-n1-standard-4'],
    [{ 'databases.cache.google.nodeType': 'standard-medium' }, 'databases.cache.google.nodeType', /must be one of/, 'standard-medium'],
  ],
  'the whole internet without a reason': [
    [{ [`${worker}.egress`]: [{ cidr: '0.0.0.0/0', port: 443 }] }, `${worker}.egress[0].cidr`, /must be a \/8 or smaller, or have a reason/, '0.0.0.0/0'],
    [{ [`${report}.egress`]: [{ cidr: '128.0.0.0/1', port: 443 }] }, `${report}.egress[0].cidr`, /must be a \/8 or smaller, or have a reason/, '128.0.0.0/1'],
  ],
  'a role that grants more than reading and writing': [
    [
      { [`${worker}.access`]: [{ role: 'roles/editor', resource: { kind: 'project' } }] },
      `${worker}.access[0].role`,
      /must grant no more than reading and writing data, or have a reason/,
      'roles/editor',
    ],
    [
      { [`${report}.access`]: [{ role: 'roles/iam.serviceAccountTokenCreator', resource: { kind: 'project' } }] },
      `${report}.access[0].role`,
      /must grant no more/,
      'roles/iam.serviceAccountTokenCreator',
    ],
    [
      { [`${web}.access`]: [{ role: 'roles/storage.admin', resource: { kind: 'bucket', name: 'lyo-invoices' } }] },
      `${web}.access[0].role`,
      /must grant no more/,
      'roles/storage.admin',
    ],
  ],
};

const rows = Object.entries(mistakes).flatMap(([mistake, ways]) => ways.map((way, index) => [mistake, index + 1, way] as const));

test.each(rows)('%s, way %i, is refused with path, rule and value', (...[, , [changes, path, rule, received]]) => {
  const found = problems(changes);
  expect(found).toContainEqual({ path: `dev.${path}`, rule: expect.stringMatching(rule), received });
});

test('the configuration without a mistake is accepted', () => {
  expect(problems({})).toEqual([]);
});

test('one way of each mistake, as many as fit into one configuration, are reported together', () => {
  const together = Object.entries(mistakes).flatMap(([, [first]]) => (first === undefined ? [] : [first]));
  // of two mistakes that change the same field, the later one counts
  const changes = Object.fromEntries(together.flatMap(([one]) => Object.entries(one)));
  const made = together.filter(([one]) => Object.entries(one).every(([path, value]) => changes[path] === value));
  const result = validate(altered(source, changes));
  const told = result.ok ? [] : result.problems.map(({ path }) => path);
  expect(made.length).toBeGreaterThanOrEqual(10);
  expect(made.map(([, path]) => `dev.${path}`).filter((path) => !told.includes(path))).toEqual([]);
  expect('environment' in result).toBe(false);
});
