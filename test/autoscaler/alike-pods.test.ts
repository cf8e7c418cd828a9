import fc from 'fast-check';
import { decide } from '../../autoscaler/decide';
import type { Pod } from '../../autoscaler/observation';
import { policyOf } from '../../autoscaler/policy';
import type { AutoscalerSpec } from '../../autoscaler/spec';

const metrics: readonly NonNullable<AutoscalerSpec['metrics']>[number][] = [
  { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 70 } } },
  { type: 'Resource', resource: { name: 'cpu', target: { type: 'AverageValue', averageValue: '300m' } } },
  { type: 'Pods', pods: { metric: { name: 'queue' }, target: { type: 'AverageValue', averageValue: '3' } } },
  { type: 'Object', object: { metric: { name: 'load' }, target: { type: 'Value', value: '2' } } },
];

const group = fc.record({
  count: fc.integer({ min: 1, max: 4 }),
  ready: fc.boolean(),
  startedAt: fc.constantFrom(null, -1000, -20),
  readyChangedAt: fc.constantFrom(null, -900, -10),
  deleted: fc.boolean(),
  usage: fc.option(fc.integer({ min: 0, max: 900 }).map((cpu) => ({ app: { cpu } }))),
  queue: fc.option(fc.integer({ min: 0, max: 9000 })),
});

test('a group of equal pods leads to the same decision as listing each pod', () => {
  fc.assert(
    fc.property(fc.array(group, { minLength: 1, maxLength: 4 }), fc.constantFrom(...metrics), fc.integer({ min: 1, max: 20 }), (groups, metric, replicas) => {
      const pods = groups.map(({ queue, ...one }, index): Pod => ({
        ...one,
        name: `pod-${index}`,
        requests: { app: { cpu: 500 } },
        ...(queue === null ? {} : { values: { queue } }),
      }));
      const listed = pods.flatMap(({ count = 1, ...one }) => Array.from({ length: count }, () => one));
      const policy = policyOf({ minReplicas: 1, maxReplicas: 40, metrics: [metric] });
      const decided = (seen: readonly Pod[]) => decide(policy, undefined, { now: 0, replicas, pods: seen, metrics: { load: 5000 } });
      expect(decided(pods)).toEqual(decided(listed));
    }),
    { numRuns: 500 },
  );
});
