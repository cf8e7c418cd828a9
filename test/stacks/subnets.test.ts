import fc from 'fast-check';
import { addresses, ipRange, overlaps } from '../../config/ip-range';
import { mostNodes, nodeAddressesNeeded, podAddressesNeeded } from '../../config/network';
import type { NodePool } from '../../config/node-pool';
import { environments } from '../fixtures/environments';
import { validate } from '../../config/validate';
import { largestPool, subnetOf } from '../../stacks/subnets';
import { altered } from '../altered';
import { dev } from '../fixtures/dev';
import { environmentWith } from '../environment-with';

const { nodePool } = environmentWith();
const pools: fc.Arbitrary<NodePool> = fc
  .record({
    maxNodes: fc.integer({ min: 1, max: 1000 }),
    podsPerNode: fc.integer({ min: 8, max: 256 }),
    spot: fc.option(fc.record({ machineType: fc.constant('e2-standard-4'), maxNodes: fc.integer({ min: 1, max: 1000 }) }), { nil: undefined }),
  })
  .map((pool) => ({ ...nodePool, ...pool }));

/** Private address ranges of every allowed size; they may be too small or overlap. */
const range = (least: number, most: number): fc.Arbitrary<string> =>
  fc.tuple(fc.integer({ min: 0, max: 255 }), fc.integer({ min: least, max: most })).map(([second, prefix]) => {
    const size = 2 ** (32 - prefix);
    const offset = Math.floor((second * 65_536) / size) * size;
    return `10.${Math.floor(offset / 65_536)}.${Math.floor(offset / 256) % 256}.0/${prefix}`;
  });
const networks = fc.record({ nodes: range(16, 24), pods: range(9, 22), services: range(16, 24) });

test('ranges of an accepted configuration do not overlap, and fit the pool at its largest with every surge', () => {
  let accepted = 0;
  fc.assert(
    fc.property(networks, pools, (network, pool) => {
      const { maxNodes, podsPerNode, spot } = pool;
      const result = validate(
        altered(dev, {
          network,
          'nodePool.maxNodes': maxNodes,
          'nodePool.podsPerNode': podsPerNode,
          ...(spot === undefined ? {} : { 'nodePool.spot': spot }),
          'workloads[0].egress': [],
        }),
      );
      if (!result.ok) return;
      accepted += 1;
      const { primary, secondary } = subnetOf(network);
      const all = [primary, ...secondary.map(({ ipCidrRange }) => ipCidrRange)].map(ipRange);
      expect(all.flatMap((one, index) => all.slice(index + 1).filter((other) => overlaps(one, other)))).toEqual([]);
      expect(addresses(ipRange(network.nodes))).toBeGreaterThanOrEqual(mostNodes(pool));
      expect(largestPool(network, pool)).toBeGreaterThanOrEqual(maxNodes);
    }),
    { numRuns: 500, seed: 1 },
  );
  // the property would also hold without any accepted configuration
  expect(accepted).toBeGreaterThan(50);
});

test('the largest pool that fits is accepted, and one node more is refused', () => {
  fc.assert(
    fc.property(networks, pools, (network, pool) => {
      const largest = largestPool(network, pool);
      const fits = (maxNodes: number): boolean =>
        nodeAddressesNeeded({ ...pool, maxNodes }) <= addresses(ipRange(network.nodes)) &&
        podAddressesNeeded({ ...pool, maxNodes }) <= addresses(ipRange(network.pods));
      if (largest > 0) expect(fits(largest)).toBe(true);
      expect(fits(largest + 1)).toBe(false);
    }),
  );
});

test('a larger range never has room for fewer nodes, and more pods per node never for more', () => {
  fc.assert(
    fc.property(networks, pools, (network, pool) => {
      const grown = { ...network, pods: `10.0.0.0/${ipRange(network.pods).prefix - 1}`, nodes: `10.128.0.0/${ipRange(network.nodes).prefix - 1}` };
      expect(largestPool(grown, pool)).toBeGreaterThanOrEqual(largestPool(network, pool));
      expect(largestPool(network, { ...pool, podsPerNode: Math.min(2 * pool.podsPerNode, 256) })).toBeLessThanOrEqual(largestPool(network, pool));
    }),
  );
});

test('worked values: 4,096 − 5 addresses for nodes, 1,024 blocks of 256 for pods, minus the surge', () => {
  expect(largestPool({ nodes: '10.10.0.0/20', pods: '10.12.0.0/14', services: '10.11.0.0/20' }, nodePool)).toBe(1023);
  expect(largestPool({ nodes: '10.10.0.0/28', pods: '10.12.0.0/14', services: '10.11.0.0/20' }, nodePool)).toBe(16 - 5 - 1);
  expect(largestPool({ nodes: '10.10.0.0/29', pods: '10.12.0.0/23', services: '10.11.0.0/20' }, nodePool)).toBe(1);
});

test('the shipped environments can grow to fifty times their pool without a new network', () => {
  for (const { network, nodePool: pool } of environments) expect(largestPool(network, pool)).toBeGreaterThanOrEqual(50 * pool.maxNodes);
});
