/** Property: in any combination of tuned workloads, all pools at their largest fit their database. */
import fc from 'fast-check';
import { connectionBudget } from '../../../config/budgets/connection-budget';
import { mostPoolOf, sqlDatabasesOf } from '../../../config/budgets/pool-bounds';
import type { Database } from '../../../config/database';
import { devTuned } from '../../fixtures/tuned';
import { firstWorkload } from '../../environment-with';

const backend = firstWorkload(devTuned);
const database = (most: number, kind: Database['kind'] = 'postgresql'): Database => ({
  kind,
  network: { cidr: '10.10.16.0/24', port: 5432 },
  connections: { most, reserved: 10 },
});

const pool = fc.record({ pool: fc.integer({ min: 1, max: 20 }), overflow: fc.integer({ min: 0, max: 10 }), processes: fc.integer({ min: 1, max: 4 }) });
const workload = fc.record({ pool, tuned: fc.boolean(), maxReplicas: fc.integer({ min: 2, max: 60 }) });

test('all tuned pools at their largest fit their database during a release at the maximum, and no bound is below the configured pool', () => {
  fc.assert(
    fc.property(fc.array(workload, { minLength: 1, maxLength: 4 }), fc.integer({ min: 0, max: 5000 }), (asked, spare) => {
      const workloads = asked.map((one, index) => ({
        ...backend,
        name: `w${index}`,
        uses: { shop: one.pool },
        scaling: { ...backend.scaling, maxReplicas: one.maxReplicas },
      }));
      const { needed } = connectionBudget('shop', database(1), workloads);
      const databases = { shop: database(needed + spare) };
      const tuned = Object.fromEntries(asked.flatMap((one, index) => (one.tuned ? [[`w${index}`, { metrics: 'app', pool: {} }]] : [])));
      const environment = { databases, workloads, optimizer: { tuned } };
      const largest = workloads.map((one) => {
        const most = mostPoolOf(one, environment) ?? 0;
        expect(most).toBeGreaterThanOrEqual(Math.min(one.uses.shop.pool, 50));
        return one.name in tuned ? { ...one, uses: { shop: { ...one.uses.shop, pool: most } } } : one;
      });
      const after = connectionBudget('shop', databases.shop, largest);
      expect(after.needed).toBeLessThanOrEqual(after.most);
    }),
    { numRuns: 300 },
  );
});

test('a workload that is tuned alone may have every spare connection: with one more in each process it would not fit, unless it has the most of all', () => {
  fc.assert(
    fc.property(pool, fc.integer({ min: 2, max: 60 }), fc.integer({ min: 0, max: 20_000 }), (own, maxReplicas, spare) => {
      const tuned = { ...backend, uses: { shop: own }, scaling: { ...backend.scaling, maxReplicas } };
      const beside = { ...backend, name: 'beside', uses: { shop: { pool: 3 } } };
      const { needed } = connectionBudget('shop', database(1), [tuned, beside]);
      const shop = database(needed + spare);
      const environment = { databases: { shop }, workloads: [tuned, beside], optimizer: { tuned: { [backend.name]: { metrics: 'app', pool: {} } } } };
      const most = mostPoolOf(tuned, environment) ?? 0;
      const withPool = (count: number) => connectionBudget('shop', shop, [{ ...tuned, uses: { shop: { ...own, pool: count } } }, beside]).needed;
      expect(withPool(most)).toBeLessThanOrEqual(shop.connections.most);
      if (most < 50) expect(withPool(most + 1)).toBeGreaterThan(shop.connections.most);
      expect(most).toBeLessThanOrEqual(50);
    }),
    { numRuns: 300 },
  );
});

test('of two databases the smaller bound holds', () => {
  const both = { ...backend, uses: { large: { pool: 1 }, small: { pool: 1 } } };
  const most = (large: number, small: number) =>
    mostPoolOf(both, { databases: { large: database(large), small: database(small, 'mysql') }, workloads: [both] });
  const alone = mostPoolOf({ ...backend, uses: { small: { pool: 1 } } }, { databases: { small: database(2000) }, workloads: [both] });
  expect([most(100_000, 2000), most(2000, 100_000), most(100_000, 100_000)]).toEqual([alone, alone, 50]);
  expect(alone).toBeLessThan(50);
});

test('a workload that the environment does not have has no pool bound', () => {
  const shop = { shop: database(5000) };
  const other = { ...backend, name: 'other', uses: { shop: { pool: 5 } } };
  expect(mostPoolOf(other, { databases: shop, workloads: [{ ...backend, uses: { shop: { pool: 5 } } }] })).toBeUndefined();
});

test('a cache has no pool, and a workload without an SQL database has no pool bound', () => {
  const databases = { shop: database(5000), cache: database(5000, 'valkey') };
  const uses = { shop: { pool: 5 }, cache: { pool: 20 } };
  expect(sqlDatabasesOf({ uses }, { databases })).toEqual(['shop']);
  expect(mostPoolOf({ ...backend, uses: { cache: { pool: 20 } } }, { databases, workloads: [backend] })).toBeUndefined();
});
