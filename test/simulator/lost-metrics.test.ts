/** A Prometheus that does not answer: the kind is any stretch of any load, with any start. */
import fc from 'fast-check';
import { webWorkloads } from '../../config/workload';
import type { LostMetrics } from '../../autoscaler/replay/reactive-scaler';
import { playground, type Simulation } from '../../simulator/simulate';
import { environments } from '../fixtures/environments';

const [environment] = environments;
const [backend] = environment === undefined ? [] : webWorkloads(environment);
if (environment === undefined || backend === undefined) throw new Error('the fixtures have a workload');
const { telemetry } = environment;
const policy = backend.scaling;
const tick = 5;
const step = 60;

/** Replicas at each tick, of our policy or of another. */
function replicas(values: readonly number[], metricsLost?: LostMetrics, name = 'policy'): readonly number[] {
  const load = { name: 'made up', step, values, gaps: [] };
  const simulation: Simulation = { load, policy, telemetry, burst: 4, startUp: 30, podsAtPeak: 20, scale: 1, sampling: { window: 60, delay: 30 } };
  const curve: number[] = [];
  playground({ ...simulation, ...(metricsLost === undefined ? {} : { metricsLost }) }).play(name, { onTick: (_requests, _ready, now) => curve.push(now) });
  return curve;
}

const loads = fc.array(fc.integer({ min: 5, max: 100 }), { minLength: 40, maxLength: 60 });
const stretches = fc.record({ from: fc.integer({ min: 0, max: 1500 }), length: fc.integer({ min: 30, max: 1200 }) });

test('while metrics are lost no pod is taken away, and before that nothing is different', () => {
  fc.assert(
    fc.property(loads, stretches, (values, { from, length }) => {
      const lost = { from, until: from + length };
      const [with_, without] = [replicas(values, lost), replicas(values)];
      expect(with_.slice(0, Math.ceil(from / tick))).toEqual(without.slice(0, Math.ceil(from / tick)));
      const held = with_.slice(Math.ceil(from / tick) + 1, Math.floor(lost.until / tick));
      for (const [index, now] of held.entries()) expect(now).toBeGreaterThanOrEqual(held[index - 1] ?? 0);
    }),
    { numRuns: 40 },
  );
});

test('metrics that are lost after the load change nothing', () => {
  fc.assert(
    fc.property(loads, (values) => {
      expect(replicas(values, { from: values.length * step + 1, until: values.length * step + 900 })).toEqual(replicas(values));
    }),
    { numRuns: 20 },
  );
});

test('a load that grows while metrics are lost is met by the failsafe on CPU, with fewer pods than with all signals, and by all signals afterwards', () => {
  const growing = Array.from({ length: 90 }, (_, index) => (index < 20 ? 10 : 100));
  const lost = { from: 1200, until: 3600 };
  const [with_, without] = [replicas(growing, lost), replicas(growing)];
  const before = with_[1200 / tick]!;
  const during = with_[3595 / tick]!;
  expect(during).toBeGreaterThan(2 * before);
  expect(during).toBeLessThan(without[3595 / tick]!);
  expect(with_.at(-1)).toBe(without.at(-1));
});

test('plain autoscalers read metrics-server and are as they were', () => {
  const values = Array.from({ length: 60 }, (_, index) => 50 + 45 * Math.sin(index / 6));
  expect(replicas(values, { from: 600, until: 2400 }, 'hpa60')).toEqual(replicas(values, undefined, 'hpa60'));
});
