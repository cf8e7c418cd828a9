/** Databases from outside the program: each must exist, be used, and have enough connections. */
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

test('an unknown database is refused with the known ones', () => {
  expect(problems(using)).toEqual(['dev.workloads[0].uses.shop: must name one of databases (there are none), received shop']);
  const others = {
    databases: { orders: database(2000), people: database(2000) },
    'workloads[0].uses': { orders: { pool: 1 }, people: { pool: 1 }, shop: { pool: 1 } },
  };
  expect(problems(others)).toEqual(['dev.workloads[0].uses.shop: must name one of databases (orders, people), received shop']);
});

test('a database that no workload uses is refused, and one that one of two workloads uses is accepted', () => {
  expect(problems({ databases: { shop: database(2000) } })).toEqual([
    'dev.databases.shop: must be used by a workload (workloads[].uses), or left out, received shop',
  ]);
  expect(problems({ ...using, databases: { shop: database(2000) } })).toEqual([]);
});

test('exactly enough connections are accepted, and one fewer is refused', () => {
  const environment = environmentWith({ ...using, databases: { shop: database(2000) } });
  const shop = environment.databases?.['shop'];
  if (shop === undefined) throw new Error('it must be there');
  const { needed } = connectionBudget('shop', shop, environment.workloads);
  expect(problems({ ...using, databases: { shop: database(needed) } })).toEqual([]);
  expect(problems({ ...using, databases: { shop: database(needed - 1) } })).toEqual([
    expect.stringContaining(`dev.databases.shop.connections.most: must be at least ${needed}, what is asked for in a release at the maximum`),
  ]);
  // 80 pods in a release at the maximum, and 13 reserved: (800 − 13) / 80 = nine each
  expect(problems({ ...using, databases: { shop: database(800) } })).toEqual([
    expect.stringContaining('instead: pool and overflow of backend at most 9, or a lower maxReplicas'),
  ]);
});

test('no smaller pool is advised if a pool of one is already too large', () => {
  const found = problems({ databases: { shop: database(60) }, 'workloads[0].uses': { shop: { pool: 1 } } });
  expect(found).toEqual([expect.stringContaining('instead: a lower maxReplicas, or a pooler such as PgBouncer in front')]);
});

test('with an invalid workload, no problem about the sums or users of databases is reported', () => {
  expect(problems({ ...using, databases: { shop: database(20) }, 'workloads[0].name': 7 }).filter((text) => text.startsWith('dev.databases'))).toEqual([]);
});

describe('two databases', () => {
  const at = (cidr: string, port: number) => ({ ...database(2000), network: { cidr, port } });
  const two = (one: object, other: object): readonly string[] =>
    problems({ databases: { orders: one, people: other }, 'workloads[0].uses': { orders: { pool: 1 }, people: { pool: 1 } } });

  test('at one address and port are one server, whose connections both would count as their own', () => {
    expect(two(at('10.10.16.5/32', 5432), at('10.10.16.5/32', 5432))).toEqual([
      'dev.databases.people.network: must be another server than orders, or be left out: state a server once, with all connections to it as the pools of its users, received 10.10.16.5/32, port 5432',
    ]);
    expect(two(at('10.10.16.4/31', 5432), at('10.10.16.5/32', 5432))).toHaveLength(1);
    expect(two(at('10.10.16.5/32', 5432), at('10.10.16.4/31', 5432))).toHaveLength(1);
  });

  test.each([
    ['of one address and two ports', at('10.10.16.5/32', 5432), at('10.10.16.5/32', 5433)],
    ['of one port and two addresses', at('10.10.16.5/32', 5432), at('10.10.16.6/32', 5432)],
    ['somewhere in one range, which may hold several', at('10.10.16.0/24', 5432), at('10.10.16.0/24', 5432)],
    ['of which one is in the range of the other', at('10.10.16.0/30', 5432), at('10.10.16.1/32', 5432)],
  ])('%s are two', (_, one, other) => {
    expect(two(one, other)).toEqual([]);
  });
});
