/** Values worked out by hand for common questions about the autoscaler. golden.test.ts and `npm run e2e -- hpa-decisions` compare with the controller of Kubernetes. */
import { decide, type Decision, type State } from '../../autoscaler/decide';
import type { Observation, Pod } from '../../autoscaler/observation';
import { policyOf } from '../../autoscaler/policy';
import type { AutoscalerSpec, MetricSpec } from '../../autoscaler/spec';

const perReplica = (averageValue: string): MetricSpec => ({
  type: 'Object',
  object: { metric: { name: 'load' }, target: { type: 'AverageValue', averageValue } },
});
const cpu: MetricSpec = { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } } };

function pod(name: string, used: number | null, more: Partial<Pod> = {}): Pod {
  return {
    name,
    ready: true,
    startedAt: -1000,
    readyChangedAt: -990,
    requests: { app: { cpu: 1000 } },
    usage: used === null ? null : { app: { cpu: used } },
    ...more,
  };
}

function once(spec: Partial<AutoscalerSpec>, seen: Partial<Observation>): Decision {
  return decide(policyOf({ maxReplicas: 50, ...spec }), undefined, { now: 0, replicas: 4, pods: [], metrics: {}, ...seen });
}

/** Replicas after each sync of 15 s. */
function played(spec: Partial<AutoscalerSpec>, start: number, loads: readonly (number | null)[]): readonly number[] {
  const policy = policyOf({ maxReplicas: 50, metrics: [perReplica('1')], ...spec });
  let state: State | undefined;
  let replicas = start;
  return loads.map((load, index) => {
    const decision = decide(policy, state, { now: index * 15, replicas, pods: [], metrics: { load: load === null ? null : load * 1000 } });
    state = decision;
    replicas = decision.replicas;
    return replicas;
  });
}

test('four pods at 80 % of their request, target 50 %: ceil(4 · 1.6) = 7', () => {
  const pods = ['a', 'b', 'c', 'd'].map((name) => pod(name, 800));
  expect(once({ metrics: [cpu] }, { pods }).replicas).toBe(7);
});

test('utilization is cut to whole percents before the tolerance is applied: 55.9 % at a target of 50 % is within 10 %', () => {
  const pods = ['a', 'b', 'c', 'd'].map((name) => pod(name, 559));
  expect(once({ metrics: [cpu] }, { pods }).replicas).toBe(4);
});

test('for a scale-out a pod without a sample counts as idle: 3 pods at 80 % and one unknown are 60 %, ceil(1.2 · 4) = 5', () => {
  const pods = [...['a', 'b', 'c'].map((name) => pod(name, 800)), pod('d', null)];
  expect(once({ metrics: [cpu] }, { pods }).replicas).toBe(5);
});

test('for a scale-in a pod without a sample counts as using all it requested: 3 pods at 10 % and one unknown are 32 %, ceil(0.64 · 4) = 3', () => {
  const pods = [...['a', 'b', 'c'].map((name) => pod(name, 100)), pod('d', null)];
  expect(once({ metrics: [cpu], behavior: { scaleDown: { stabilizationWindowSeconds: 0 } } }, { pods }).replicas).toBe(3);
});

test('a pod that started a minute ago counts only once a whole window of samples lies after it became ready', () => {
  const started = { startedAt: -60, readyChangedAt: -30 };
  const busy = [pod('a', 1000, started), pod('b', 1000, started), pod('c', 500), pod('d', 500)];
  // the two pods that count are on target
  expect(once({ metrics: [cpu] }, { pods: busy }).replicas).toBe(4);
  expect(once({ metrics: [cpu] }, { pods: busy.map((one) => ({ ...one, window: 20 })) }).replicas).toBe(6);
});

test('pods that are being deleted or have failed do not count', () => {
  const pods = [pod('a', 800), pod('b', 800), pod('c', 0, { deleted: true }), pod('d', 0, { phase: 'Failed' })];
  expect(once({ metrics: [cpu] }, { pods, replicas: 2 }).replicas).toBe(4);
});

test('the largest proposal wins, and a metric that is missing forbids scale-in but not scale-out', () => {
  const other: MetricSpec = { type: 'External', external: { metric: { name: 'backlog' }, target: { type: 'AverageValue', averageValue: '10' } } };
  const spec = { metrics: [perReplica('1'), other] };
  expect(once(spec, { metrics: { load: 5000, backlog: 72_000 } }).replicas).toBe(8);
  expect(once(spec, { metrics: { load: 7000, backlog: null } }).replicas).toBe(7);
  const refused = once(spec, { metrics: { load: 1000 } });
  expect(refused.replicas).toBe(4);
  expect(refused.conditions.scalingActive).toEqual({ status: false, reason: 'FailedGetExternalMetric' });
  expect(refused.proposals).toEqual([
    { ok: true, replicas: 1 },
    { ok: false, reason: 'FailedGetExternalMetric', why: 'unavailable' },
  ]);
});

test('a tolerance in the spec applies to its own direction', () => {
  const behavior = { scaleUp: { tolerance: '0' }, scaleDown: { tolerance: '0.3', stabilizationWindowSeconds: 0 } };
  expect(once({ metrics: [perReplica('1')], behavior }, { replicas: 10, metrics: { load: 11_000 } }).replicas).toBe(11);
  expect(once({ metrics: [perReplica('1')], behavior }, { replicas: 10, metrics: { load: 8000 } }).replicas).toBe(10);
  expect(once({ metrics: [perReplica('1')] }, { replicas: 10, metrics: { load: 11_000 } }).replicas).toBe(10);
});

test('without `behavior` one sync at most doubles the replicas, or raises them to 4', () => {
  expect(played({}, 1, [40, 40, 40, 40, 40])).toEqual([4, 8, 16, 32, 40]);
});

test('scale-in waits until the highest recommendation has left the stabilization window', () => {
  const behavior = { scaleDown: { stabilizationWindowSeconds: 60, policies: [{ type: 'Percent' as const, value: 100, periodSeconds: 15 }] } };
  // the first sync records the current 8 as a recommendation; at 60 s it is outside the window
  expect(played({ behavior }, 8, [2, 2, 2, 2, 2, 2])).toEqual([8, 8, 8, 8, 2, 2]);
});

test('scale-out follows the lowest recommendation of its stabilization window', () => {
  const behavior = { scaleUp: { stabilizationWindowSeconds: 30 } };
  expect(played({ behavior }, 2, [6, 6, 6, 6])).toEqual([2, 2, 6, 6]);
});

test('a policy of 10 % a minute removes two of 20 pods at once and none for the rest of the minute', () => {
  const behavior = { scaleDown: { stabilizationWindowSeconds: 0, policies: [{ type: 'Percent' as const, value: 10, periodSeconds: 60 }] } };
  expect(played({ behavior }, 20, [5, 5, 5, 5, 5, 5])).toEqual([18, 18, 18, 18, 16, 16]);
});

test('selectPolicy Min applies the smallest change of the policies, Disabled none', () => {
  const policies = [
    { type: 'Pods' as const, value: 3, periodSeconds: 15 },
    { type: 'Percent' as const, value: 200, periodSeconds: 15 },
  ];
  expect(played({ behavior: { scaleUp: { selectPolicy: 'Min', policies } } }, 4, [40])).toEqual([7]);
  expect(played({ behavior: { scaleUp: { selectPolicy: 'Max', policies } } }, 4, [40])).toEqual([12]);
  expect(played({ behavior: { scaleUp: { selectPolicy: 'Disabled', policies } } }, 4, [40])).toEqual([4]);
});

test('a target at zero replicas is left alone; one outside minimum and maximum is brought back without reading a metric', () => {
  expect(once({}, { replicas: 0 })).toMatchObject({ replicas: 0, conditions: { scalingActive: { status: false, reason: 'ScalingDisabled' } } });
  expect(once({ maxReplicas: 6 }, { replicas: 9 })).toMatchObject({ replicas: 6, proposals: [] });
  expect(once({ minReplicas: 5 }, { replicas: 2 })).toMatchObject({ replicas: 5, proposals: [] });
});

test('an absurd value overflows as in the controller: an object metric scales in, a negative external metric scales out', () => {
  const behavior = { scaleDown: { stabilizationWindowSeconds: 0 } };
  const external: MetricSpec = { type: 'External', external: { metric: { name: 'load' }, target: { type: 'AverageValue', averageValue: '1' } } };
  expect(once({ metrics: [perReplica('1m')], behavior }, { metrics: { load: 2 ** 40 } }).replicas).toBe(1);
  expect(once({ metrics: [external] }, { metrics: { load: -1 } }).replicas).toBe(8);
});

test('an autoscaler without metrics scales on 80 % of the CPU request', () => {
  const pods = ['a', 'b', 'c', 'd'].map((name) => pod(name, 1200));
  expect(once({}, { pods }).replicas).toBe(6);
});
