import fc from 'fast-check';
import {
  fitsGateway,
  gatewayMemory,
  heldTraces,
  maximumRequests,
  maximumTraces,
  openEdges,
  rememberedDecisions,
  reserve,
} from '../../../config/budgets/trace-capacity';
import { environmentWith } from '../../environment-with';
import { webWorkloads } from '../../../config/workload';

const environment = environmentWith();
type Capacity = Parameters<typeof heldTraces>[0];

/** So many gateways behind agents, or a single collector. */
function waiting(gateways: number, sampling: Partial<Capacity['tracing']['sampling']> = {}): Capacity {
  const { tracing, workloads } = environment;
  const collectors = gateways === 1 ? ({ layout: 'single' } as const) : ({ layout: 'tiers', agents: { min: 2, max: 4 }, gateways } as const);
  return { workloads, tracing: { ...tracing, collectors, sampling: { baselinePercent: 10, slow: '2s', decisionWait: '10s', ...sampling } } };
}

test('worked values: 100 requests/s at 50 pods over two gateways are 2,500 traces/s, 65,000 waiting traces and 120,000 edges each', () => {
  const two = waiting(2);
  expect([maximumRequests(two), maximumTraces(two), reserve(two)]).toEqual([5000, 2500, 2]);
  expect([heldTraces(two), openEdges(two), rememberedDecisions(two)]).toEqual([65_000, 120_000, 100_000]);
  // (64 + 1.5 · (65,000 · (5 + 1) + 120,000 · 0.5 + 200,000 · 0.125) / 1,024) / 0.6 MiB
  expect(gatewayMemory(two)).toBe(1267);
  expect([fitsGateway(two, '1267Mi'), fitsGateway(two, '1266Mi')]).toEqual([true, false]);
});

test('one gateway gets all traces and a quarter more; each of three has half as much again, for the loss of one', () => {
  expect(reserve(waiting(1))).toBe(1.25);
  expect(heldTraces(waiting(1))).toBe(81_250);
  expect(reserve(waiting(3))).toBe(1.5);
  expect(reserve(waiting(20))).toBe(1.25);
});

test('for any wait and number of gateways, the waiting traces of the maximum load fit while one gateway is lost, and decisions outlive them', () => {
  fc.assert(
    fc.property(fc.integer({ min: 4, max: 60 }), fc.integer({ min: 2, max: 20 }), (wait, gateways) => {
      const several = waiting(gateways, { decisionWait: `${wait}s` });
      expect(heldTraces(several)).toBeGreaterThanOrEqual((5000 / (gateways - 1)) * wait);
      expect(rememberedDecisions(several)).toBeGreaterThan(heldTraces(several));
    }),
  );
});

test('a workload without tracing adds nothing, and several add up', () => {
  const [backend] = webWorkloads(environment);
  if (backend === undefined) throw new Error('there must be a workload');
  expect(maximumRequests({ workloads: [backend, { ...backend, name: 'batch', instrumentation: 'none' }] })).toBe(5000);
  expect(maximumRequests({ workloads: [backend, { ...backend, name: 'orders', scaling: { ...backend.scaling, maxReplicas: 10 } }] })).toBe(6000);
  const { requestRate: _, ...signals } = backend.scaling.signals;
  expect(maximumRequests({ workloads: [{ ...backend, scaling: { ...backend.scaling, signals } }] })).toBe(0);
});

test('spans per trace come from the configuration: twenty need four times the memory of five', () => {
  const many = waiting(2, { spansPerTrace: 20 });
  // (64 + 1.5 · (65,000 · (20 + 1) + 60,000 + 25,000) / 1,024) / 0.6 MiB
  expect(gatewayMemory(many)).toBe(3647);
});
