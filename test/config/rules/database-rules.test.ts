/** Databases that others make: each is there, used, and large enough, to the connection. */
import { connectionBudget } from '../../../config/budgets/connection-budget';
import { validate } from '../../../config/validate';
import { altered, type Changes } from '../../altered';
import { environmentWith } from '../../environment-with';
import { dev } from '../../fixtures/dev';

const database = (most: number) => ({ kind: 'postgresql', network: { cidr: '10.10.16.0/24', port: 5432 }, connections: { most, reserved: 13 } });
const using: Changes = { 'workloads[0].uses': { shop: { pool: 10 } } };

function problems(changes: Changes): readonly string[] {
  const result = validate(altered(dev, changes));
  return result.ok ? [] : result.problems.map(({ path, rule, received }) => `${path}: ${rule}, received ${String(received)}`);
}

test('a database that is not there is told with those that are', () => {
  expect(problems(using)).toEqual(['dev.workloads[0].uses.shop: must name one of databases (there are none), received shop']);
  const others = {
    databases: { orders: database(2000), people: database(2000) },
    'workloads[0].uses': { orders: { pool: 1 }, people: { pool: 1 }, shop: { pool: 1 } },
  };
  expect(problems(others)).toEqual(['dev.workloads[0].uses.shop: must name one of databases (orders, people), received shop']);
});

test('a database that nobody uses is told, and one that one of two workloads uses is not', () => {
  expect(problems({ databases: { shop: database(2000) } })).toEqual([
    'dev.databases.shop: must be used by a workload (workloads[].uses), or left out, received shop',
  ]);
  expect(problems({ ...using, databases: { shop: database(2000) } })).toEqual([]);
});

test('as many connections as are asked for suffice, and one less does not', () => {
  const environment = environmentWith({ ...using, databases: { shop: database(2000) } });
  const shop = environment.databases?.['shop'];
  if (shop === undefined) throw new Error('it must be there');
  const { needed } = connectionBudget('shop', shop, environment.workloads);
  expect(problems({ ...using, databases: { shop: database(needed) } })).toEqual([]);
  expect(problems({ ...using, databases: { shop: database(needed - 1) } })).toEqual([
    expect.stringContaining(`dev.databases.shop.connections.most: must be at least ${needed}, what is asked for in a release at the maximum`),
  ]);
  // 80 pods in a release at the maximum, and 13 reserved: nine each of 800
  expect(problems({ ...using, databases: { shop: database(800) } })).toEqual([
    expect.stringContaining('instead: pool and overflow of backend at most 9, or a lower maxReplicas'),
  ]);
});

test('a pool of one that is too large already is not told to be smaller', () => {
  const found = problems({ databases: { shop: database(60) }, 'workloads[0].uses': { shop: { pool: 1 } } });
  expect(found).toEqual([expect.stringContaining('instead: a lower maxReplicas, or a pooler such as PgBouncer in front')]);
});

test('where a workload is not sound nothing is said of what all of them need or use', () => {
  expect(problems({ ...using, databases: { shop: database(20) }, 'workloads[0].name': 7 }).filter((text) => text.startsWith('dev.databases'))).toEqual([]);
});
