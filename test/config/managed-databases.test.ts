/** Faults in databases and caches of the infrastructure program, each refused with path, rule and value; valid ones are accepted. */
import { databaseMachine, mostConnections } from '../../config/google/cloud-sql';
import { validate } from '../../config/validate';
import { altered, type Changes } from '../altered';
import { devDatabases } from '../fixtures/databases';
import { dev } from '../fixtures/dev';

const using = { 'workloads[0].uses': { shop: { pool: 5, overflow: 2 }, cache: { pool: 20 } }, 'workloads[0].egress': [] };
const source = altered(dev, { databases: devDatabases, 'network.endpoints': '10.10.16.0/28', ...using });

function problems(changes: Changes): readonly unknown[] {
  const result = validate(altered(source, changes));
  return result.ok ? [] : result.problems;
}

const shop = 'databases.shop';
const cache = 'databases.cache';
const google = `${shop}.google`;
const survives: Changes = { 'nodePool.survivesZoneLoss': true };
const tierRule =
  'must be a machine of Cloud SQL: db-custom-<processors>-<MiB> with 1 or an even number of processors to 96, each with 0.9 to 6.5 GiB in pieces of 256 MiB and at least 3840 together; db-perf-optimized-N-2, 4, 8, 16, 32, 48, 64, 80, 96 or 128; db-f1-micro or db-g1-small';
const place = 'must lie in network.endpoints (10.10.16.0/28), of which Google keeps the first two addresses and the last two';
const follows = (variable: string, name: string): string => `must not be stated: ${variable} follows from uses.${name}`;

type Row = readonly [fault: string, changes: Changes, path: string, rule: string, received?: unknown];

const tiers = [
  'db-custom-3-7680',
  'db-custom-2-7700',
  'db-custom-2-3584',
  'db-custom-2-14336',
  'db-custom-98-98304',
  'db-perf-optimized-N-6',
  'db-n1-standard-1',
  'e2-standard-4',
  '',
];

const rows: readonly Row[] = [
  ...tiers.map((tier): Row => [`the tier "${tier}", which is none`, { [`${google}.tier`]: tier }, `${google}.tier`, tierRule]),
  ['a database that is a cache', { [`${shop}.kind`]: 'valkey' }, `${shop}.kind`, 'must be "postgresql", which is what cloud-sql makes'],
  ['a cache that is a database', { [`${cache}.kind`]: 'mysql' }, `${cache}.kind`, 'must be "valkey", which is what memorystore makes'],
  ['two addresses of a database', { [`${shop}.network.cidr`]: '10.10.16.2/31' }, `${shop}.network.cidr`, 'must be a /32: one address'],
  [
    'one address of a cache',
    { [`${cache}.network.cidr`]: '10.10.16.4/32' },
    `${cache}.network.cidr`,
    'must be a /31: the address of the primary, and that of the replicas behind it',
  ],
  ['an address elsewhere', { [`${shop}.network.cidr`]: '10.10.32.2/32' }, `${shop}.network.cidr`, place],
  ['an address that Google keeps', { [`${shop}.network.cidr`]: '10.10.16.1/32' }, `${shop}.network.cidr`, place],
  ['the last address', { [`${shop}.network.cidr`]: '10.10.16.15/32' }, `${shop}.network.cidr`, place],
  ['an address of the other', { [`${shop}.network.cidr`]: '10.10.16.5/32' }, `${cache}.network.cidr`, 'must not overlap that of shop', '10.10.16.4/31'],
  [
    'endpoints among the nodes',
    { 'network.endpoints': '10.10.0.0/28', [`${shop}.network.cidr`]: '10.10.0.2/32', [`${cache}.network.cidr`]: '10.10.0.4/31' },
    'network.endpoints',
    'must not overlap nodes (10.10.0.0/20)',
  ],
  ['another port of a database', { [`${shop}.network.port`]: 5433 }, `${shop}.network.port`, 'must be 5432, which Google gives it'],
  ['another port of a cache', { [`${cache}.network.port`]: 6380 }, `${cache}.network.port`, 'must be 6379, which Google gives it'],
  [
    'more connections than its memory carries',
    { [`${shop}.connections.most`]: 5000 },
    `${shop}.connections.most`,
    'must be at most 768, what the memory of db-custom-4-15360 carries; instead a larger tier',
  ],
  [
    'nothing for superusers',
    { [`${shop}.connections.reserved`]: 2 },
    `${shop}.connections.reserved`,
    'must be at least 3, which PostgreSQL keeps for superusers',
  ],
  ['a disk that is too small', { [`${google}.disk.size`]: '9Gi' }, `${google}.disk.size`, 'must be at least 10Gi'],
  ['a disk that shrinks', { [`${google}.disk.most`]: '19Gi' }, `${google}.disk.most`, 'must be at least disk.size (20Gi) and at most 65536Gi'],
  ['a disk without an end', { [`${google}.disk.most`]: '65537Gi' }, `${google}.disk.most`, 'must be at least disk.size (20Gi) and at most 65536Gi'],
  ...['europe-west1', 'mars', ''].map((location): Row => [
    `backups at "${location}"`,
    { [`${google}.backup.location`]: location },
    `${google}.backup.location`,
    "must be another region than the instance's (europe-west1), or one of eu, us, asia",
  ]),
  ['a log of a month', { [`${google}.backup.logDays`]: 14 }, `${google}.backup.logDays`, 'must be at most 7, or 35 with Enterprise Plus'],
  ['a log that outlasts backups', { [`${google}.backup.days`]: 5 }, `${google}.backup.logDays`, 'must be at most backup.days (5)', 7],
  ['no day of backups', { [`${google}.backup.days`]: 0, [`${google}.backup.logDays`]: 1 }, `${google}.backup.days`, 'must be at least 1'],
  ['an hour that is none', { [`${google}.backup.start`]: '25:00' }, `${google}.backup.start`, 'must be a time of day in UTC such as "01:00"'],
  [
    'a flag that another field says',
    { [`${google}.flags`]: { max_connections: '900' } },
    `${google}.flags.max_connections`,
    'must not be stated: connections.most says it',
    '900',
  ],
  [
    'a flag of the benchmark',
    { [`${google}.flags`]: { log_connections: 'off' } },
    `${google}.flags.log_connections`,
    'must not be stated: it is on everywhere',
    'off',
  ],
  ['a flag that is none', { [`${google}.flags`]: { 'Work-Mem': '1' } }, `${google}.flags.Work-Mem`, 'must be a flag such as "work_mem"', 'Work-Mem'],
  ['a version that is too old', { [`${google}.version`]: 'POSTGRES_9_6' }, `${google}.version`, 'must be POSTGRES_15 to POSTGRES_18'],
  ['no way in', { [`${google}.through`]: 'socket' }, `${google}.through`, 'must be proxy or address'],
  [
    'a machine of which nothing is promised',
    { ...survives, [`${google}.tier`]: 'db-g1-small' },
    `${google}.tier`,
    'must be a machine with processors of its own where the environment survives a zone: of a shared one Google promises nothing',
  ],
  [
    'a cache in one zone',
    survives,
    `${cache}.google.replicas`,
    'must be at least 1 where the environment survives a zone: with its only node all of it is gone',
    0,
  ],
  [
    'a cache of which nothing is promised',
    { ...survives, [`${cache}.google.replicas`]: 1 },
    `${cache}.google.nodeType`,
    'must not be shared-core-nano where the environment survives a zone: Google promises nothing of it',
    'shared-core-nano',
  ],
  [
    'too many clients',
    { [`${cache}.connections.most`]: 5001 },
    `${cache}.connections.most`,
    'must be at most 5000, what a node of shared-core-nano takes in clients',
  ],
  ['six replicas', { [`${cache}.google.replicas`]: 6 }, `${cache}.google.replicas`, 'must be at most 5'],
  [
    'a node that does not exist',
    { [`${cache}.google.nodeType`]: 'highmem-small' },
    `${cache}.google.nodeType`,
    'must be one of shared-core-nano, custom-pico, custom-micro, custom-mini, standard-small, highcpu-medium, highmem-medium, standard-large, highmem-xlarge, highmem-2xlarge',
  ],
  [
    'copies of what can be made again',
    { [`${cache}.google.backup`]: { hour: 1, days: 7 } },
    `${cache}.google.backup`,
    'must be left out where persistence is none: what can be made again needs no copy',
    { hour: 1, days: 7 },
  ],
  [
    'snapshots every minute',
    { [`${cache}.google.persistence`]: { kind: 'snapshots', every: '1m' } },
    `${cache}.google.persistence.every`,
    'must be 1h, 6h, 12h or 24h',
    '1m',
  ],
  ['an address that is also plain', { 'workloads[0].env.SHOP_HOST': '10.0.0.1' }, 'workloads[0].env.SHOP_HOST', follows('SHOP_HOST', 'shop'), 'SHOP_HOST'],
  [
    'a user that is also a secret',
    { 'workloads[0].secrets': { SHOP_USER: { from: 'google', name: 'shop-user' } } },
    'workloads[0].secrets.SHOP_USER',
    follows('SHOP_USER', 'shop'),
    'something that is not shown, because it may be a secret',
  ],
  [
    'a port of a cache that is a field of the pod',
    { 'workloads[0].podFields': { CACHE_PORT: 'metadata.name' } },
    'workloads[0].podFields.CACHE_PORT',
    follows('CACHE_PORT', 'cache'),
    'CACHE_PORT',
  ],
];

test('the fixture is valid', () => {
  expect(problems({})).toEqual([]);
});

test.each(rows.map(([fault, ...row]) => [fault, row] as const))('%s is refused', (_fault, [changes, path, rule, received = changes[path]]) => {
  expect(problems(changes)).toContainEqual({ path: `dev.${path}`, rule, received });
});

test('a machine of Enterprise Plus is refused in a region without them, and accepted elsewhere', () => {
  const plus: Changes = { [`${google}.tier`]: 'db-perf-optimized-N-2', [`${google}.backup.logDays`]: 14 };
  const north: Changes = {
    'google.region': 'europe-north2',
    'google.zones': ['europe-north2-a'],
    'workloads[0].image': 'europe-north2-docker.pkg.dev/lyo-platform-dev/lyo/backend:0.1.0',
  };
  expect(problems(plus)).toEqual([]);
  expect(problems({ ...plus, ...north })).toContainEqual({
    path: 'dev.databases.shop.google.tier',
    rule: 'must be a machine that europe-north2 has: it has none of Enterprise Plus, so db-custom-2-13312',
    received: 'db-perf-optimized-N-2',
  });
});

test('databases of Google need a subnet, and without such a database no subnet is needed', () => {
  expect(problems({ 'network.endpoints': undefined })).toContainEqual({
    path: 'dev.network.endpoints',
    rule: 'must be a range such as "10.10.16.0/28": shop has its address in it',
    received: undefined,
  });
  expect(problems({ databases: undefined, 'workloads[0].uses': undefined })).toContainEqual({
    path: 'dev.network.endpoints',
    rule: 'must be left out where no database of the environment is made by Google (databases.*.google)',
    received: '10.10.16.0/28',
  });
});

test('a name that is too long for an account, or too short for an instance, is refused', () => {
  const named = (name: string): readonly unknown[] =>
    problems({ databases: { [name]: devDatabases['shop'] }, 'workloads[0].uses': { [name]: { pool: 5, overflow: 2 } } });
  const rule = (name: string): string => `must have a name of 4 to 21 characters: its instance has it, and its account is called database-${name}`;
  for (const name of ['abc', 'orders-of-all-customers'])
    expect(named(name)).toContainEqual({ path: `dev.databases.${name}`, rule: rule(name), received: name });
  expect(named('orders-of-customers')).toEqual([]);
});

test('faults of a database, a cache and their users are reported together', () => {
  expect(problems({ [`${google}.tier`]: 'large', [`${cache}.network.port`]: 1, 'workloads[0].env.SHOP_HOST': 'x' })).toHaveLength(3);
});

test.each([
  ['db-f1-micro', 614, 30],
  ['db-custom-1-3840', 3840, 192],
  ['db-custom-2-7680', 7680, 400],
  ['db-custom-4-15360', 15_360, 768],
  ['db-custom-96-638976', 638_976, 31_948],
  ['db-perf-optimized-N-2', 16_384, 819],
  ['db-perf-optimized-N-4', 32_768, 1_638],
  ['db-perf-optimized-N-8', 65_536, 3_276],
  ['db-perf-optimized-N-16', 131_072, 6_553],
  ['db-perf-optimized-N-32', 262_144, 13_107],
  ['db-perf-optimized-N-48', 393_216, 19_660],
  ['db-perf-optimized-N-64', 524_288, 26_214],
  ['db-perf-optimized-N-80', 655_360, 32_768],
  ['db-perf-optimized-N-96', 786_432, 39_321],
  ['db-perf-optimized-N-128', 884_736, 44_236],
])('%s has %d MiB and %d connections', (tier, memory, connections) => {
  const machine = databaseMachine(tier);
  expect(machine?.memory).toBe(memory);
  expect(machine === undefined ? 0 : mostConnections(machine)).toBe(connections);
});

test('other variables may refer to the variables of a used database, and not to those of an unused one', () => {
  const url = 'rediss://$(CACHE_HOST):$(CACHE_PORT)/0';
  expect(problems({ 'workloads[0].env.REDIS_URL': url })).toEqual([]);
  expect(problems({ 'workloads[0].env.REDIS_URL': '$(QUEUE_HOST)' })).toHaveLength(1);
});

test('a database that others run has another address than one that Google runs', () => {
  const elsewhere = { kind: 'postgresql', network: { cidr: '10.10.16.2/32', port: 5432 }, connections: { most: 700, reserved: 13 } };
  const uses = { shop: { pool: 5, overflow: 2 }, cache: { pool: 20 }, old: { pool: 1 } };
  expect(problems({ 'databases.old': elsewhere, 'workloads[0].uses': uses })).toEqual([
    { path: 'dev.databases.old.network', rule: expect.stringContaining('must be another server than shop'), received: '10.10.16.2/32, port 5432' },
  ]);
  // of two that Google runs another rule says it, once
  expect(problems({ [`${cache}.network.cidr`]: '10.10.16.2/31' }).filter((one) => JSON.stringify(one).includes('server than'))).toEqual([]);
});

test.each([
  [['own', 'own'], 'another server'],
  [['own', 'google'], 'another server'],
  [['google', 'own'], 'another server'],
  [['google', 'google'], 'overlap'],
])('two databases at one address, run by %j, are told once', (runners, rule) => {
  const at = { network: { cidr: '10.10.16.2/32', port: 5432 } };
  const one = { own: { kind: 'postgresql', ...at, connections: { most: 700, reserved: 13 } }, google: { ...devDatabases['shop'], ...at } };
  const [first, second] = runners.map((runner) => (runner === 'own' ? one.own : one.google));
  const told = problems({ databases: { shop: first, copy: second }, 'workloads[0].uses': { shop: { pool: 1 }, copy: { pool: 1 } } });
  expect(told.filter((one) => JSON.stringify(one).includes('dev.databases'))).toEqual([
    { path: expect.stringContaining('dev.databases.copy'), rule: expect.stringContaining(rule), received: expect.anything() },
  ]);
});

test.each([
  ['shared-core-nano', 5000],
  ['custom-pico', 32_000],
  ['custom-micro', 32_000],
  ['custom-mini', 32_000],
  ['standard-small', 32_000],
  ['highcpu-medium', 64_000],
  ['highmem-medium', 64_000],
  ['standard-large', 64_000],
  ['highmem-xlarge', 64_000],
  ['highmem-2xlarge', 64_000],
])('a node of %s takes %i clients and no more', (nodeType, clients) => {
  const told = (most: number): readonly unknown[] => problems({ [`${cache}.google.nodeType`]: nodeType, [`${cache}.connections.most`]: most });
  expect(told(clients)).toEqual([]);
  expect(told(clients + 1)).toEqual([
    { path: `dev.${cache}.connections.most`, rule: `must be at most ${clients}, what a node of ${nodeType} takes in clients`, received: clients + 1 },
  ]);
});
