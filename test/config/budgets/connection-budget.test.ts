import fc from 'fast-check';
import { connectionBudget, sharesText } from '../../../config/budgets/connection-budget';
import type { Database } from '../../../config/database';
import { destinationsOf } from '../../../config/destinations';
import { validate } from '../../../config/validate';
import type { WebWorkload } from '../../../config/workload';
import { altered, type Changes } from '../../altered';
import { environmentWith, firstWorkload, secondWorkload } from '../../environment-with';
import { dev } from '../../fixtures/dev';
import { objectsOf, only } from '../../kubernetes-object';

const backend = firstWorkload(environmentWith());
const database = (most: number, reserved = 0): Database => ({
  kind: 'postgresql',
  network: { cidr: '10.10.20.0/24', port: 5432 },
  connections: { most, reserved },
});
const using = (name: string, maxReplicas: number, pool: NonNullable<WebWorkload['uses']>[string]): WebWorkload => ({
  ...backend,
  name,
  scaling: { ...backend.scaling, maxReplicas },
  uses: { shop: pool },
});

test('worked values: 50 replicas are 80 pods in a release, each with a pool of 5 and 10 overflow connections, and a second process doubles them', () => {
  const one = connectionBudget('shop', database(1500, 13), [using('backend', 50, { pool: 5, overflow: 10 })]);
  expect(one).toEqual({
    database: 'shop',
    shares: [{ workload: 'backend', pods: 80, ofPod: 15, connections: 1200, largestPool: 18 }],
    reserved: 13,
    needed: 1213,
    most: 1500,
  });
  expect(sharesText(one)).toBe('backend 80 pods × 15 = 1200, reserved 13');
  expect(connectionBudget('shop', database(1500), [using('backend', 50, { pool: 5, overflow: 10, processes: 2 })]).needed).toBe(2400);
});

test('a workload with another database, or none, has no share', () => {
  expect(connectionBudget('shop', database(100), [{ ...backend, uses: { cache: { pool: 5 } } }, backend])).toMatchObject({ shares: [], needed: 0 });
});

const pool = fc.record({ pool: fc.integer({ min: 1, max: 50 }), overflow: fc.integer({ min: 0, max: 50 }), processes: fc.integer({ min: 1, max: 4 }) });

test('the largest advised pool fits, and one connection more does not', () => {
  fc.assert(
    fc.property(pool, pool, fc.integer({ min: 1, max: 5000 }), fc.integer({ min: 0, max: 50 }), (first, second, most, reserved) => {
      const workloads = (own: WebWorkload['uses']): WebWorkload[] => [{ ...using('a', 10, first), uses: own }, using('b', 4, second)];
      const [share] = connectionBudget('shop', database(most, reserved), workloads({ shop: first })).shares;
      const needed = (size: number): number =>
        connectionBudget('shop', database(most, reserved), workloads({ shop: { pool: size, processes: first.processes } })).needed;
      const largest = share?.largestPool ?? 0;
      if (largest > 0) expect(needed(largest)).toBeLessThanOrEqual(most);
      expect(needed(largest + 1)).toBeGreaterThan(most);
    }),
  );
});

const databases = { orders: database(1600, 13), cache: { ...database(10_000), kind: 'valkey', network: { cidr: '10.10.24.0/29', port: 6379 } } };
const uses = { orders: { pool: 5, overflow: 10 }, cache: { pool: 20 } };
const sound: Changes = { databases, 'workloads[0].uses': uses };
const problems = (changes: Changes): readonly unknown[] => {
  const result = validate(altered(dev, { ...sound, ...changes }));
  return result.ok ? [] : result.problems;
};

test('only workloads that use a database may connect to it, by NetworkPolicy and firewall', () => {
  const environment = environmentWith({ ...secondWorkload, ...sound });
  const ports = (name: string): unknown =>
    (only(objectsOf(environment), 'NetworkPolicy', name).spec as { egress: { ports: { port: number }[] }[] }).egress.flatMap((rule) =>
      rule.ports.map(({ port }) => port),
    );
  expect(ports('backend')).toEqual(expect.arrayContaining([5432, 6379]));
  expect(ports('orders')).not.toContain(6379);
  expect(destinationsOf(environment, firstWorkload(environment)).slice(-2)).toEqual([
    { cidr: '10.10.20.0/24', port: 5432 },
    { cidr: '10.10.24.0/29', port: 6379 },
  ]);
});

test('a database with exactly enough connections is accepted, and one with fewer is refused with the value to set', () => {
  const needed = 13 + 80 * 15;
  expect(problems({ 'databases.orders.connections.most': needed })).toEqual([]);
  expect(problems({ 'databases.orders.connections.most': needed - 1 })).toEqual([
    {
      path: 'dev.databases.orders.connections.most',
      rule: `must be at least ${needed}, what is asked for in a release at the maximum (backend 80 pods × 15 = 1200, reserved 13); instead: pool and overflow of backend at most 14, or a lower maxReplicas`,
      received: needed - 1,
    },
  ]);
  // not even one connection per pod
  expect(problems({ 'databases.orders.connections.most': 60 })).toMatchObject([
    { rule: expect.stringContaining('instead: a lower maxReplicas, or a pooler such as PgBouncer in front') },
  ]);
});

const second: Changes = { ...secondWorkload, 'workloads[1].uses': { orders: { pool: 30 } } };

const faults: readonly (readonly [fault: string, changes: Changes, path: string, rule: string, received: unknown])[] = [
  [
    'a database that is not there',
    { 'workloads[0].uses': { ...uses, order: { pool: 5 } } },
    'workloads[0].uses.order',
    'must name one of databases (orders, cache)',
    'order',
  ],
  [
    'no database at all',
    { databases: undefined, 'workloads[0].uses': { orders: { pool: 5 } } },
    'workloads[0].uses.orders',
    'must name one of databases (there are none)',
    'orders',
  ],
  ['a database that nobody uses', { 'workloads[0].uses': { orders: uses.orders } }, 'databases.cache', 'must be used by a workload', 'cache'],
  ['a pool of none', { 'workloads[0].uses.orders.pool': 0 }, 'workloads[0].uses.orders.pool', 'must be at least 1', 0],
  ['less than no overflow', { 'workloads[0].uses.orders.overflow': -1 }, 'workloads[0].uses.orders.overflow', 'must be at least 0', -1],
  ['half a process', { 'workloads[0].uses.orders.processes': 0.5 }, 'workloads[0].uses.orders.processes', 'must be a whole number', 0.5],
  ['a store that is none', { 'databases.orders.kind': 'mongodb' }, 'databases.orders.kind', 'must be one of "postgresql", "mysql", "valkey"', 'mongodb'],
  [
    'a name in place of a range',
    { 'databases.orders.network.cidr': 'orders.internal' },
    'databases.orders.network.cidr',
    'must be an IPv4 range',
    'orders.internal',
  ],
  ['a range among the pods', { 'databases.orders.network.cidr': '10.12.0.0/24' }, 'databases.orders.network.cidr', 'must not overlap pods', '10.12.0.0/24'],
  [
    'a range that begins elsewhere',
    { 'databases.orders.network.cidr': '10.10.20.7/24' },
    'databases.orders.network.cidr',
    'must begin at the first address',
    '10.10.20.7/24',
  ],
  ['a database without its connections', { 'databases.orders.connections': undefined }, 'databases.orders.connections', 'must be', undefined],
  ['what all of them together ask for', second, 'databases.orders.connections.most', 'must be at least 3613', 1600],
];

test.each(faults.map(([fault, ...row]) => ({ fault, row })))('$fault is refused', ({ row: [changes, path, rule, received] }) => {
  expect(problems(changes)).toEqual([{ path: `dev.${path}`, rule: expect.stringContaining(rule) as string, received }]);
});
