/** Random specs of autoscalers that the API server accepts. */
import fc from 'fast-check';
import type { AutoscalerSpec, MetricSpec } from '../../autoscaler/spec';

/** Names of the containers of all pods. */
const containers = ['app', 'sidecar'] as const;
export const podMetrics = ['queue', 'sessions'] as const;
export const singleMetrics = ['m0', 'm1', 'm2', 'm3', 'm4'] as const;

type Target = { readonly type: 'AverageValue'; readonly averageValue: string } | { readonly type: 'Value'; readonly value: string };

/** One number in different notations. */
const amount = fc.oneof(
  fc.integer({ min: 1, max: 5000 }).map((milli) => `${milli}m`),
  fc.integer({ min: 1, max: 400 }).map(String),
  fc.integer({ min: 1, max: 999 }).map((hundredths) => (hundredths / 100).toFixed(2)),
  fc.integer({ min: 1, max: 40 }).map((thousands) => `${thousands}k`),
);
const memory = fc.integer({ min: 16, max: 900 }).map((mebibytes) => `${mebibytes}Mi`);

const percent = fc.oneof({ weight: 4, arbitrary: fc.integer({ min: 20, max: 95 }) }, fc.integer({ min: 96, max: 250 }));
const resource = fc.constantFrom('cpu', 'cpu', 'cpu', 'memory');
const resourceTarget = (name: string): fc.Arbitrary<{ type: 'Utilization'; averageUtilization: number } | { type: 'AverageValue'; averageValue: string }> =>
  fc.oneof(
    { weight: 3, arbitrary: percent.map((averageUtilization) => ({ type: 'Utilization' as const, averageUtilization })) },
    (name === 'memory' ? memory : fc.integer({ min: 50, max: 900 }).map((milli) => `${milli}m`)).map((averageValue) => ({
      type: 'AverageValue' as const,
      averageValue,
    })),
  );

const single = (name: string): fc.Arbitrary<Target> =>
  fc.tuple(fc.boolean(), amount).map(([perPod, value]) => (perPod || name === 'm0' ? { type: 'AverageValue', averageValue: value } : { type: 'Value', value }));

const metric: fc.Arbitrary<MetricSpec> = fc.oneof(
  resource.chain((name) => resourceTarget(name).map((target): MetricSpec => ({ type: 'Resource', resource: { name, target } }))),
  fc
    .tuple(resource, fc.constantFrom(...containers))
    .chain(([name, container]) =>
      resourceTarget(name).map((target): MetricSpec => ({ type: 'ContainerResource', containerResource: { name, container, target } })),
    ),
  fc
    .tuple(fc.constantFrom(...podMetrics), amount)
    .map(([name, averageValue]): MetricSpec => ({ type: 'Pods', pods: { metric: { name }, target: { type: 'AverageValue', averageValue } } })),
  fc.constantFrom(...singleMetrics).chain((name) =>
    single(name).map((target): MetricSpec => ({
      type: 'Object',
      object: { describedObject: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'workload' }, metric: { name }, target },
    })),
  ),
  fc.constantFrom(...singleMetrics).chain((name) => single(name).map((target): MetricSpec => ({ type: 'External', external: { metric: { name }, target } }))),
);

/** The type names a target that is missing: the API server accepts this, the controller reports it as invalid. */
const mistaken: fc.Arbitrary<MetricSpec> = fc.constantFrom(
  {
    type: 'Object',
    object: { describedObject: { apiVersion: 'v1', kind: 'Pod', name: 'a' }, metric: { name: 'm1' }, target: { type: 'Value', averageValue: '1' } },
  },
  {
    type: 'Object',
    object: { describedObject: { apiVersion: 'v1', kind: 'Pod', name: 'a' }, metric: { name: 'm1' }, target: { type: 'Utilization', value: '1' } },
  },
  { type: 'External', external: { metric: { name: 'm2' }, target: { type: 'Value', averageValue: '3' } } },
);

const seldom = <Value>(arbitrary: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> => fc.option(arbitrary, { nil: undefined, freq: 2 });

const rule = fc.record({
  type: fc.constantFrom('Pods' as const, 'Percent' as const),
  value: fc.oneof({ weight: 8, arbitrary: fc.integer({ min: 1, max: 120 }) }, fc.constantFrom(1, 1000, 2 ** 31 - 1)),
  periodSeconds: fc.constantFrom(1, 10, 15, 30, 60, 120, 300, 1800),
});
const rules = fc.record(
  {
    stabilizationWindowSeconds: fc.constantFrom(0, 0, 1, 15, 30, 45, 60, 120, 300, 600, 3600),
    selectPolicy: fc.constantFrom('Max' as const, 'Max' as const, 'Min' as const, 'Disabled' as const),
    policies: fc.array(rule, { minLength: 1, maxLength: 3 }),
    tolerance: fc.constantFrom('0', '0.05', '100m', '0.3', '1', 0.2),
  },
  { requiredKeys: [] },
);

export const randomSpec: fc.Arbitrary<AutoscalerSpec> = fc
  .record({
    minReplicas: seldom(fc.integer({ min: 1, max: 6 })),
    more: fc.integer({ min: 0, max: 60 }),
    metrics: fc.oneof({ weight: 12, arbitrary: fc.array(fc.oneof({ weight: 30, arbitrary: metric }, mistaken), { maxLength: 5 }) }, fc.constant(undefined)),
    behavior: seldom(fc.record({ scaleUp: rules, scaleDown: rules }, { requiredKeys: [] })),
  })
  .map(({ minReplicas, more, metrics, behavior }) => ({ minReplicas, maxReplicas: (minReplicas ?? 1) + more, metrics, behavior }));
