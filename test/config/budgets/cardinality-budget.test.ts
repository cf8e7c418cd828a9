import fc from 'fast-check';
import { cardinalityBudget, fitsMemory, fitsStorage, histogramSeries, operationLimit } from '../../../config/budgets/cardinality-budget';
import { prod } from '../../fixtures/prod';
import { validated } from '../../../config/validate';
import { environmentWith, firstWorkload } from '../../environment-with';

test('the series of dev, worked out by hand', () => {
  const { shares, series } = cardinalityBudget(environmentWith());
  expect(Object.fromEntries(shares.map((share) => [share.of, share.series]))).toEqual({
    // 100 operations with 2 status codes; 16 buckets, +Inf, sum, count and calls: 200 · 20, on one gateway
    operations: 4000,
    'sampled operations': 4000,
    // 200 · (1 + 4)
    steps: 1000,
    // 200 · 17 buckets
    'operations in ms': 3400,
    // 10 edges: requests, failures and two histograms of 19
    edges: 400,
    // 50 of the backend and 40 of the platform, 30 each
    pods: 2700,
    nodes: 600,
    components: 4800,
    rules: 200,
  });
  expect(series).toBe(21_100);
});

test.each([1, 2, 5])('only series from collectors are multiplied by %i gateways', (gateways) => {
  const environment = environmentWith();
  const collectors = { layout: 'tiers', agents: { min: 2, max: 6 }, gateways } as const;
  const shares = (of: typeof environment) => Object.fromEntries(cardinalityBudget(of).shares.map((share) => [share.of, share.series]));
  const once = shares({ ...environment, tracing: { ...environment.tracing, collectors: { ...collectors, gateways: 1 } } });
  const made = ['operations', 'sampled operations', 'steps', 'operations in ms', 'edges'];
  expect(shares({ ...environment, tracing: { ...environment.tracing, collectors } })).toEqual(
    Object.fromEntries(Object.entries(once).map(([of, series]) => [of, made.includes(of) ? gateways * series : series])),
  );
});

test.each([1, 3])('%i workloads have as many times the operations, edges and recording rules, and the pods of each', (count) => {
  const environment = environmentWith();
  const workloads = Array.from({ length: count }, () => firstWorkload(environment));
  const shares = Object.fromEntries(cardinalityBudget({ ...environment, workloads }).shares.map((share) => [share.of, share.series]));
  expect(shares).toMatchObject({
    operations: count * 4000,
    edges: count * 400,
    rules: count * 200,
    pods: 30 * (40 + count * 50),
    nodes: 600,
    components: 4800,
  });
});

test('two gateways have twice the series of operations, because each counts by itself', () => {
  const [production] = validated([prod]);
  if (production === undefined) throw new Error('prod must be valid');
  const [operations] = cardinalityBudget(production).shares;
  expect(operations).toEqual({ of: 'operations', series: 8000 });
});

test('a collector distinguishes as many combinations as the budget has room for', () => {
  expect(operationLimit({ operationsPerService: 100 })).toBe(200);
});

test('storage is proportional to series and time, and fits exactly into the required size', () => {
  const environment = environmentWith();
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 400 }), (days, operationsPerService) => {
      const telemetry = { ...environment.telemetry, operationsPerService, retention: `${days * 86_400}s` as const };
      const budget = cardinalityBudget({ ...environment, telemetry });
      // a sample of 2 bytes every 10 s, and every 30 s for 2 status codes · operations · 17 buckets in milliseconds
      const slower = 2 * 17 * operationsPerService;
      expect(budget.storage).toBeCloseTo(((budget.series - slower) / 10 + slower / 30) * days * 86_400 * 2, 0);
      expect(budget.memory).toBe(budget.series * 8192);
      // minus a little: 0.7 is not exact in binary, and an exact fit must not be rounded up
      const least = (bytes: number, share: number): number => Math.ceil(bytes / share / 2 ** 20 - 1e-9);
      const enough = (bytes: number, share: number): `${number}Mi` => `${least(bytes, share)}Mi`;
      const short = (bytes: number, share: number): `${number}Mi` => `${least(bytes, share) - 1}Mi`;
      expect([fitsStorage(budget, enough(budget.storage, 0.8)), fitsStorage(budget, short(budget.storage, 0.8))]).toEqual([true, false]);
      expect([fitsMemory(budget, enough(budget.memory, 0.7)), fitsMemory(budget, short(budget.memory, 0.7))]).toEqual([true, false]);
    }),
  );
});

test('a histogram has one series per bound, and three more', () => {
  expect(histogramSeries(16)).toBe(19);
});
