/** Seeded random cases for the controller and for us: every kind of metric and target, pods in every state, metrics that come and go, replicas that others write. */
import fc from 'fast-check';
import { milliUnits } from '../../autoscaler/quantity';
import type { AutoscalerSpec, MetricSpec } from '../../autoscaler/spec';
import type { HpaCaseSource } from '../../simulator/hpa/hpa-case';
import { podsAt, randomPods } from './random-pods';
import { randomSpec, singleMetrics } from './random-spec';

/** Smallest number of syncs of a case. */
export const syncsPerCase = 100;

const flags = fc.record(
  {
    tolerance: fc.constantFrom(0.05, 0.2),
    downscaleStabilizationSeconds: fc.constantFrom(0, 30, 120),
    cpuInitializationPeriodSeconds: fc.constantFrom(0, 60),
    initialReadinessDelaySeconds: fc.constantFrom(0, 10),
  },
  { requiredKeys: [] },
);

/** Loads are plateaus, so that stabilization windows have an effect. */
const plateau = fc.record({ load: fc.double({ min: 0, max: 2.2, noNaN: true }), steps: fc.integer({ min: 1, max: 6 }) });
const odd = fc.constantFrom(0, -1, 1, -500_000, 2 ** 40, 2 ** 52);
const value = fc.oneof(
  { weight: 30, arbitrary: fc.constant('load' as const) },
  { weight: 3, arbitrary: fc.constant(null) },
  { weight: 1, arbitrary: odd },
  { weight: 1, arbitrary: fc.constant('absent' as const) },
);
const replicas = fc.oneof({ weight: 60, arbitrary: fc.constant(undefined) }, fc.constantFrom(1, 3, 8, 20, 70), fc.constantFrom(0, 1, 5));
const statusReplicas = fc.oneof({ weight: 20, arbitrary: fc.constant(undefined) }, fc.constantFrom(0, 1, 4, 9));
const step = fc.record({ pods: randomPods, values: fc.tuple(value, value, value, value, value), replicas, statusReplicas });

const drawn = fc.record({
  spec: randomSpec,
  flags: fc.option(flags, { freq: 2 }),
  initialReplicas: fc.oneof({ weight: 30, arbitrary: fc.integer({ min: 1, max: 12 }) }, fc.constantFrom(0, 30, 80)),
  syncSeconds: fc.constantFrom(15, 15, 15, 5, 10, 30, 7),
  syncs: fc.integer({ min: syncsPerCase, max: syncsPerCase + 20 }),
  syncsPerStep: fc.constantFrom(4, 5, 7),
  offset: fc.constantFrom(0, 0, 1, 20),
  steps: fc.array(step, { minLength: 24, maxLength: 24 }),
  plateaus: fc.array(plateau, { minLength: 24, maxLength: 24 }),
});
type Drawn = typeof drawn extends fc.Arbitrary<infer Value> ? Value : never;

export function randomCases(seed: number, count: number): readonly HpaCaseSource[] {
  return fc.sample(drawn, { seed, numRuns: count }).map((one, index) => caseOf(one, `${seed}-${index}`));
}

function caseOf(one: Drawn, id: string): HpaCaseSource {
  const loads = one.plateaus.flatMap(({ load, steps }) => Array.from({ length: steps }, () => load));
  const targets = targetsOf(one.spec);
  return {
    id,
    spec: one.spec,
    initialReplicas: one.initialReplicas,
    syncSeconds: one.syncSeconds,
    until: one.syncs * one.syncSeconds,
    ...(one.flags === null ? {} : { controller: one.flags }),
    steps: one.steps.map((drawnStep, index) => {
      const t = one.offset + index * one.syncsPerStep * one.syncSeconds;
      const load = loads[index] ?? 1;
      return {
        t,
        pods: podsAt(drawnStep.pods, t, load),
        metrics: valuesOf(drawnStep.values, targets, load),
        ...(drawnStep.replicas === undefined ? {} : { replicas: drawnStep.replicas }),
        ...(drawnStep.statusReplicas === undefined ? {} : { statusReplicas: drawnStep.statusReplicas }),
      };
    }),
  };
}

function valuesOf(values: Drawn['steps'][number]['values'], targets: ReadonlyMap<string, number>, load: number): Record<string, number | null> {
  const entries = singleMetrics.map((name, index): [string, number | null | 'absent'] => {
    const drawnValue = values[index] ?? null;
    return [name, drawnValue === 'load' ? Math.round((targets.get(name) ?? 1000) * load) : drawnValue];
  });
  return Object.fromEntries(entries.filter((entry): entry is [string, number | null] => entry[1] !== 'absent'));
}

/** Values of the metrics at a load of 1: the target, multiplied by a few replicas where the target is per pod. */
function targetsOf({ metrics = [] }: AutoscalerSpec): ReadonlyMap<string, number> {
  return new Map(metrics.flatMap(targetOf));
}

function targetOf(metric: MetricSpec): readonly (readonly [string, number])[] {
  const source = metric.type === 'Object' ? metric.object : metric.type === 'External' ? metric.external : undefined;
  if (source === undefined) return [];
  const { value: whole, averageValue } = source.target;
  return [[source.metric.name, averageValue === undefined ? milliUnits(whole ?? 1) : 6 * milliUnits(averageValue)]];
}
