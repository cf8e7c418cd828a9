/** The bounds of what a backend may state, each at the last value that is taken and at the first that is refused, for the kind of workload that has it. */
import { validate } from '../../config/validate';
import { altered, type Changes } from '../altered';
import { devDatabases } from '../fixtures/databases';
import { dev } from '../fixtures/dev';
import { movedIn, pathOf } from '../fixtures/moved-in';
import { everySidecar } from '../fixtures/sidecars';
import sizing from '../fixtures/sizing/dev.json';

const source = altered(dev, {
  ...movedIn,
  'workloads[0].sidecars': [everySidecar[0]],
});
const [web, migrate, report, worker] = ['workloads[0]', pathOf('migrate'), pathOf('nightly-report'), pathOf('fulfilment')];
const [shop, cache] = ['databases.shop', 'databases.cache'];
const plus = { [`${shop}.google.tier`]: 'db-perf-optimized-N-2', [`${shop}.google.backup.days`]: 40 };
const kept: Changes = { [`${cache}.google.persistence`]: { kind: 'snapshots', every: '6h' }, [`${cache}.google.backup`]: { hour: 1, days: 7 } };
const letters = (count: number): string => 'a'.repeat(count);
const everyZone: Changes = {
  'nodePool.survivesZoneLoss': true,
  'nodePool.minNodes': 3,
  [`${cache}.google.replicas`]: 1,
  [`${cache}.google.nodeType`]: 'custom-pico',
};

function problems(changes: Changes): readonly { readonly path: string }[] {
  const result = validate(altered(source, changes));
  return result.ok ? [] : result.problems;
}

type Row = readonly [path: string, taken: unknown, refused: unknown, beside?: Changes];

const named = (count: number): Changes => ({ [`sizing.${letters(count)}`]: sizing.backend, 'sizing.nightly-report': undefined });
const host = (length: number): string => `${`${letters(49)}.`.repeat(5)}${letters(length - 250)}`;
const access = (kind: string, name: string): Changes => ({
  [`${web}.access`]: [
    { role: { bucket: 'roles/storage.objectUser', topic: 'roles/pubsub.publisher', dataset: 'roles/bigquery.dataEditor' }[kind], resource: { kind, name } },
  ],
});

const rows: readonly Row[] = [
  // runs to completion
  [`${migrate}.deadline`, '31s', '30s'],
  [`${report}.startWithin`, '10s', '9s'],
  [`${report}.expected.longestRun`, '3599s', '3600s'],
  [`${report}.expected.lastSuccess`, '91800s', '91799s'],
  ...[migrate, report].flatMap((task): readonly Row[] => [
    [`${task}.attempts`, 1, 0],
    [`${task}.attempts`, 10, 11],
  ]),
  ...['succeeded', 'failed'].flatMap((ended): readonly Row[] => [
    [`${report}.history.${ended}`, 1, 0, { [`${report}.history`]: { succeeded: 3, failed: 3 } }],
    [`${report}.history.${ended}`, 50, 51, { [`${report}.history`]: { succeeded: 3, failed: 3 } }],
  ]),
  ...[
    ['59 2 * * *', '60 2 * * *'],
    ['0 23 * * *', '0 24 * * *'],
    ['0 2 1 * *', '0 2 0 * *'],
    ['0 2 31 * *', '0 2 32 * *'],
    ['0 2 * 1 *', '0 2 * 0 *'],
    ['0 2 * 12 *', '0 2 * 13 *'],
    ['0 2 * * 6', '0 2 * * 7'],
    ['*/59 * * * *', '*/60 * * * *'],
    ['0 2-2 * * *', '0 3-2 * * *'],
    ['0 0 29 2 *', '0 0 30 2 *'],
    ['*/1 2 * * *', '* 2 * * *'],
  ].map(([taken, refused]): Row => [`${report}.schedule`, taken, refused, { [`${report}.expected.lastSuccess`]: '300000000s' }]),
  // workers
  [`${worker}.start.usual`, '120s', '121s'],
  [`${worker}.live.port`, 1, 0, { [`${worker}.live`]: { kind: 'port', port: 7000 } }],
  [`${worker}.live.port`, 65_535, 65_536, { [`${worker}.live`]: { kind: 'port', port: 7000 } }],
  [`${worker}.scaling.signals.forecast.cap`, 4, 5],
  [`${worker}.scaling.minReplicas`, 4, 5, { [`${worker}.scaling.signals.cpu.cap`]: 4, [`${worker}.scaling.signals.forecast.cap`]: 4 }],
  // containers of each kind
  ...[web, migrate, report, worker].flatMap((workload): readonly Row[] => [
    [`${workload}.user`, 1, 0],
    [`${workload}.user`, 2_147_483_647, 2_147_483_648],
    [`${workload}.scratch`, { '/srv': '768Mi' }, { '/srv': '769Mi' }],
    [`${workload}.egress[0].port`, 1, 0, { [`${workload}.egress`]: [{ host: 'api.example.com', port: 443 }] }],
    [`${workload}.egress[0].port`, 65_535, 65_536, { [`${workload}.egress`]: [{ host: 'api.example.com', port: 443 }] }],
    [`${workload}.uses.cache.pool`, 1, 0, { [`${workload}.uses`]: { cache: { pool: 1 }, shop: { pool: 1 } } }],
    [`${workload}.uses.cache.overflow`, 0, -1, { [`${workload}.uses`]: { cache: { pool: 1 }, shop: { pool: 1 } } }],
    [`${workload}.uses.cache.processes`, 1, 0, { [`${workload}.uses`]: { cache: { pool: 1 }, shop: { pool: 1 } } }],
  ]),
  [`${web}.secrets.A.key`, letters(253), letters(254), { [`${web}.secrets`]: { A: { from: 'kubernetes', secret: 'shop', key: 'a' } } }],
  [`${web}.secrets.A.secret`, letters(253), letters(254), { [`${web}.secrets`]: { A: { from: 'kubernetes', secret: 'shop', key: 'a' } } }],
  [`${web}.secrets.A.name`, letters(255), letters(256), { [`${web}.secrets`]: { A: { from: 'google', name: 'a' } } }],
  [`${web}.secrets.A.version`, 1, 0, { [`${web}.secrets`]: { A: { from: 'google', name: 'a' } } }],
  // destinations
  [`${web}.egress[0].host`, host(255), host(256), { [`${web}.egress`]: [{ host: 'a.example', port: 443 }] }],
  [`${web}.egress[0].host`, `${letters(63)}.example`, `${letters(64)}.example`, { [`${web}.egress`]: [{ host: 'a.example', port: 443 }] }],
  [`${web}.egress[0].host`, 'a.bc', 'a.b', { [`${web}.egress`]: [{ host: 'a.example', port: 443 }] }],
  [`${web}.egress[0].cidr`, '16.0.0.0/8', '16.0.0.0/7', { [`${web}.egress`]: [{ cidr: '16.0.0.0/8', port: 443 }] }],
  [`${web}.egress[0].reason`, letters(10), letters(9), { [`${web}.egress`]: [{ cidr: '0.0.0.0/0', port: 443 }] }],
  // routes, ports and sidecars
  ...['live', 'ready'].map((which): Row => [
    `${web}.health.${which}`,
    `/${letters(255)}`,
    `/${letters(256)}`,
    { [`${web}.health`]: { live: '/livez', ready: '/readyz' } },
  ]),
  [`${web}.ports.grpc`, 81, 80, { [`${web}.ports`]: { grpc: 50_051 } }],
  [`${web}.ports.grpc`, 7999, 8000, { [`${web}.ports`]: { grpc: 50_051 } }],
  [`${web}.sidecars[0].cpu.request`, '200m', '201m'],
  [`${web}.sidecars[0].memory.request`, '128Mi', '129Mi'],
  // databases that Google runs
  [`${shop}.connections.most`, 768, 769],
  [`${shop}.connections.reserved`, 3, 2],
  [`${shop}.google.disk.size`, '10Gi', '9Gi'],
  [`${shop}.google.disk.most`, '20Gi', '19Gi'],
  [`${shop}.google.disk.most`, '65536Gi', '65537Gi'],
  [`${shop}.google.backup.logDays`, 7, 8],
  [`${shop}.google.backup.logDays`, 5, 6, { [`${shop}.google.backup.days`]: 5 }],
  [`${shop}.google.backup.logDays`, 35, 36, plus],
  [`${shop}.google.backup.days`, 365, 366],
  [`${shop}.google.backup.days`, 1, 0, { [`${shop}.google.backup.logDays`]: 1 }],
  [`${shop}.google.backup.start`, '23:59', '24:00'],
  [`${shop}.google.maintenance.hour`, 23, 24],
  [`${shop}.google.maintenance.hour`, 0, -1],
  [`${shop}.network.cidr`, '10.10.16.2/32', '10.10.16.1/32'],
  [`${shop}.network.cidr`, '10.10.16.13/32', '10.10.16.14/32'],
  [`${cache}.network.cidr`, '10.10.16.12/31', '10.10.16.14/31'],
  [`${cache}.connections.most`, 5000, 5001],
  [`${cache}.google.maintenance.hour`, 23, 24],
  [`${cache}.google.maintenance.hour`, 0, -1],
  ...[
    ['hour', 0, -1],
    ['hour', 23, 24],
    ['days', 1, 0],
    ['days', 365, 366],
  ].map(([field, taken, refused]): Row => [`${cache}.google.backup.${field}`, taken, refused, kept]),
  [`${cache}.google.replicas`, 0, -1],
  [`${cache}.google.replicas`, 5, 6],
  [`${cache}.google.replicas`, 1, 0, everyZone],
  [`${cache}.google.nodeType`, 'custom-pico', 'shared-core-nano', { ...everyZone, [`${cache}.connections.most`]: 5000 }],
  [
    `${shop}.google.tier`,
    'db-custom-4-15360',
    'db-g1-small',
    { ...everyZone, [`${shop}.connections.most`]: 80, 'workloads[0].uses': { cache: { pool: 4 } }, [`${migrate}.uses`]: { shop: { pool: 1 } } },
  ],
  // machines: processors, memory of each, pieces of 256 MiB
  ...[
    ['db-custom-1-3840', 'db-custom-1-3584'],
    ['db-custom-1-6656', 'db-custom-1-6912'],
    ['db-custom-2-13312', 'db-custom-2-13568'],
    ['db-custom-96-98304', 'db-custom-98-98304'],
    ['db-custom-96-88576', 'db-custom-96-88320'],
    ['db-custom-2-4096', 'db-custom-2-4097'],
    ['db-custom-4-4096', 'db-custom-3-4096'],
  ].map(([taken, refused]): Row => [
    `${shop}.google.tier`,
    taken,
    refused,
    { [`${shop}.connections.most`]: 100, 'workloads[0].uses': { cache: { pool: 4 } }, [`${migrate}.uses`]: { shop: { pool: 1 } } },
  ]),
];

test.each(rows.map(([path, taken, refused, beside = {}]) => ({ path, taken, refused, beside })))(
  '$path takes $taken and refuses $refused',
  ({ path, taken, refused, beside }) => {
    // a dev that has to survive a zone lacks more than its databases do
    const standing = problems(beside).map((problem) => problem.path);
    expect(problems({ ...beside, [path]: taken }).filter((problem) => !standing.includes(problem.path))).toEqual([]);
    expect(problems({ ...beside, [path]: refused }).map((problem) => problem.path)).toContain(`dev.${path}`);
  },
);

test('the name of a task, of a database and of a port have their longest and their shortest', () => {
  const task = (count: number) => problems({ ...named(count), [`${report}.name`]: letters(count) });
  expect([task(52).length, task(53).length]).toEqual([0, 1]);
  const database = (name: string) =>
    problems({ databases: { [name]: devDatabases['shop'], cache: devDatabases['cache'] }, 'workloads[0].uses': { [name]: { pool: 2 }, cache: { pool: 4 } } });
  expect([database('abcd').length, database('abc').length, database(letters(21)).length, database(letters(22)).length]).toEqual([0, 1, 0, 1]);
  const port = (name: string) => problems({ [`${web}.ports`]: { [name]: 50_051 } });
  expect([port(letters(15)).length, port(letters(16)).length, port('a').length, port('').length]).toEqual([0, 1, 0, 1]);
});

test('the name of a resource at Google has its longest and its shortest', () => {
  const found = (kind: string, length: number) => problems(access(kind, letters(length))).length;
  expect([3, 222].map((length) => found('bucket', length))).toEqual([0, 0]);
  expect([2, 223].map((length) => found('bucket', length))).toEqual([1, 1]);
  expect([3, 255].map((length) => found('topic', length))).toEqual([0, 0]);
  expect([2, 256].map((length) => found('topic', length))).toEqual([1, 1]);
  expect([1, 1024].map((length) => found('dataset', length))).toEqual([0, 0]);
  expect([0, 1025].map((length) => found('dataset', length))).toEqual([1, 1]);
});

test('a path of a file or a folder may have 256 characters', () => {
  for (const field of ['files', 'scratch'] as const) {
    const of = (length: number) => problems({ [`${web}.${field}`]: { [`/${letters(length - 1)}`]: field === 'files' ? 'text' : '1Mi' } });
    expect([of(256).length, of(257).length]).toEqual([0, 1]);
  }
});

describe('what is left out', () => {
  test('a subnet for databases is needed where one of several is made by Google, and by none where none is', () => {
    const stated = { kind: 'postgresql', network: { cidr: '10.10.20.5/32', port: 5433 }, connections: { most: 700, reserved: 13 } };
    const uses = { 'workloads[0].uses': { shop: { pool: 2 }, old: { pool: 1 } } };
    expect(problems({ ...uses, databases: { shop: devDatabases['shop'], old: stated } })).toEqual([]);
    expect(problems({ ...uses, databases: { old: stated, shop: devDatabases['shop'] } })).toEqual([]);
    const none = { ...uses, databases: { shop: { ...stated, network: { cidr: '10.10.20.6/32', port: 5432 } }, old: stated } };
    expect(problems(none).map(({ path }) => path)).toEqual(['dev.network.endpoints']);
    expect(problems({ ...none, 'network.endpoints': undefined })).toEqual([]);
  });

  test('a database that others run may have any port, name, size and address outside of the cluster', () => {
    const stated = { kind: 'mysql', network: { cidr: '10.30.0.0/24', port: 3306 }, connections: { most: 700, reserved: 0 } };
    expect(problems({ databases: { db: stated }, 'network.endpoints': undefined, 'workloads[0].uses': { db: { pool: 1 } } })).toEqual([]);
  });

  test('and its port may be the first and the last that there is, and none beyond', () => {
    const at = (port: number): readonly string[] =>
      problems({
        databases: { db: { kind: 'mysql', network: { cidr: '10.30.0.0/24', port }, connections: { most: 700, reserved: 0 } } },
        'network.endpoints': undefined,
        'workloads[0].uses': { db: { pool: 1 } },
      }).map(({ path }) => path);
    expect([1, 65_535, 0, 65_536].map(at)).toEqual([[], [], ['dev.databases.db.network.port'], ['dev.databases.db.network.port']]);
  });

  test('connections are counted to a million', () => {
    const stated = { kind: 'mysql', network: { cidr: '10.30.0.0/24', port: 3306 }, connections: { most: 700, reserved: 0 } };
    const isTold = (path: string, value: number): boolean =>
      problems({
        databases: { db: stated },
        'network.endpoints': undefined,
        'workloads[0].uses': { db: { pool: 1, overflow: 0, processes: 1 } },
        [path]: value,
      }).some((problem) => problem.path === `dev.${path}`);
    const uses = 'workloads[0].uses.db';
    // what does not fit the server is told at `most`
    for (const path of ['databases.db.connections.most', 'databases.db.connections.reserved', `${uses}.pool`, `${uses}.overflow`, `${uses}.processes`])
      expect([path, isTold(path, 1_000_000), isTold(path, 1_000_001)]).toEqual([path, false, true]);
  });

  test('variables that a database would give are free where it is not used, not made by Google, or reached otherwise', () => {
    expect(problems({ [`${report}.env`]: { SHOP_HOST: 'x', SHOP_SSLMODE: 'x', CACHE_READER_HOST: 'x' } })).toEqual([]);
    expect(problems({ [`${web}.env`]: { SHOP_SSLMODE: 'x', SHOP_READER_HOST: 'x', CACHE_NAME: 'x' } })).toEqual([]);
    expect(problems({ [`${web}.env`]: { SHOP_SSLMODE: 'x' }, [`${shop}.google.through`]: 'address' }).map(({ path }) => path)).toEqual([
      `dev.${web}.env.SHOP_SSLMODE`,
    ]);
    expect(problems({ [`${web}.env`]: { CACHE_READER_HOST: 'x' } }).map(({ path }) => path)).toEqual([`dev.${web}.env.CACHE_READER_HOST`]);
  });

  test('texts may name the variables of a database that the workload uses, and of no other', () => {
    const naming = (workload: string, name: string, changes: Changes = {}): number => problems({ ...changes, [`${workload}.args`]: [`$(${name})`] }).length;
    expect([naming(web, 'SHOP_HOST'), naming(web, 'CACHE_PORT'), naming(web, 'QUEUE_HOST'), naming(report, 'SHOP_HOST')]).toEqual([0, 0, 1, 1]);
    // a database that there is not is a problem of its own, and has no variables
    const unknown: Changes = { [`${report}.uses`]: { queue: { pool: 1 } } };
    expect([naming(report, 'QUEUE_HOST', unknown), problems(unknown).length]).toEqual([2, 1]);
  });

  test('a sidecar may have the name that the proxy of a database would have which its workload does not use, or reaches otherwise', () => {
    const named = (workload: string, changes: Changes = {}): readonly string[] =>
      problems({ ...changes, [`${workload}.sidecars`]: [{ ...everySidecar[0], name: 'proxy-shop' }] }).map(({ path }) => path);
    expect(named(web)).toEqual([`dev.${web}.sidecars[0].name`]);
    expect(named(report)).toEqual([]);
    expect(named(web, { [`${web}.uses`]: { cache: { pool: 4 } }, [`${migrate}.uses`]: { shop: { pool: 1 } } })).toEqual([]);
  });

  test('backups of a cache are for one that keeps its data, with either way of keeping it', () => {
    const backup = { hour: 1, days: 7 };
    for (const persistence of [
      { kind: 'snapshots', every: '6h' },
      { kind: 'log', written: 'always' },
    ])
      expect(problems({ [`${cache}.google.persistence`]: persistence, [`${cache}.google.backup`]: backup })).toEqual([]);
    expect(problems({ [`${cache}.google.backup`]: backup })).toHaveLength(1);
  });

  test('a worker is not asked at a port of a sidecar, and may be asked at one of its own; a sidecar that is asked by a command has no port', () => {
    const live = (port: number): Changes => ({ [`${worker}.live`]: { kind: 'port', port }, [`${worker}.sidecars`]: [everySidecar[0], everySidecar[2]] });
    expect(problems(live(9000))).toEqual([]);
    expect(problems(live(11_211)).map(({ path }) => path)).toEqual([`dev.${worker}.live.port`]);
  });
});

test.each<[path: string, beside?: Changes]>([
  [`${shop}.google.tier`],
  [`${shop}.google.backup.location`],
  [`${cache}.google.nodeType`],
  ['google.region'],
  ['nodePool.machineType'],
  [`${web}.name`],
  [`${report}.namespace`],
  [`${worker}.calls[0]`, { [`${worker}.calls`]: [] }],
  [`${report}.timeZone`],
  [`${worker}.scaling.signals.forecast.of`],
])('a name that every object has is none of ours: %s', (path, beside = {}) => {
  expect(problems({ ...beside, [path]: 'constructor' }).map((problem) => problem.path)).toContain(`dev.${path}`);
});

test('nor is it a database, a flag or the service of a role', () => {
  expect(problems({ [`${report}.uses`]: { constructor: { pool: 1 } } }).map(({ path }) => path)).toEqual([`dev.${report}.uses.constructor`]);
  expect(problems({ [`${shop}.google.flags`]: { constructor: 'on' } })).toEqual([]);
  expect(problems({ [`${web}.access`]: [{ role: 'roles/constructor.user', resource: { kind: 'project' } }] })).toEqual([]);
});
