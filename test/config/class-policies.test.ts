import { classPolicies, loadClasses } from '../../config/class-policies';
import { latencyKnee, mostHeadroom, seedPolicy, toleratedUtilization } from '../../config/scaling';
import { scaledWorkload } from '../../charts/platform-charts';
import { scalingRules } from '../../constructs/scaling/scaling-rules';
import { environmentWith, firstWorkload } from '../environment-with';

const policyPath = 'workloads[0].scaling';

function expressionOf(record: string, changes: Readonly<Record<string, unknown>>): string {
  const environment = environmentWith(changes);
  return (
    scalingRules(scaledWorkload(environment, firstWorkload(environment))).rules.find((rule) => rule.record === record)?.expr ?? `no ${record} was recorded`
  );
}

describe.each(loadClasses)('the policy for %s loads', (name) => {
  const policy = classPolicies[name];

  test('is a valid policy', () => {
    expect(firstWorkload(environmentWith({ [policyPath]: policy })).scaling).toEqual(policy);
  });

  test('has the signals, caps and replicas of the shipped policy, and targets of CPU and request rate that agree', () => {
    const caps = ({ signals }: typeof policy): unknown => Object.entries(signals).map(([signal, stated]) => [signal, 'cap' in stated ? stated.cap : undefined]);
    expect(caps(policy)).toEqual(caps(seedPolicy));
    expect([policy.minReplicas, policy.maxReplicas]).toEqual([seedPolicy.minReplicas, seedPolicy.maxReplicas]);
    const share = ({ signals }: typeof policy): number => (signals.requestRate?.perPod ?? 0) / (signals.cpu?.utilization ?? 1);
    expect(share(policy)).toBeCloseTo(share(seedPolicy), 12);
  });
});

describe.each([
  [50, 0],
  [70, 0],
  [70, 0.1],
  [77, 0.05],
  [77.2, 0.1],
  [85, 0],
])('at a CPU target of %d %% and a tolerance of %d upwards', (utilization, tolerance) => {
  const changes = { [`${policyPath}.signals.cpu.utilization`]: utilization, [`${policyPath}.behavior.up.tolerance`]: tolerance };

  test('no headroom that the optimizer may publish moves pods beyond the knee', () => {
    const { scaling } = firstWorkload(environmentWith(changes));
    for (const published of [0.9, 1, 1.1, 1.2])
      expect(toleratedUtilization(scaling) * Math.min(published, mostHeadroom(scaling) ?? published)).toBeLessThanOrEqual(latencyKnee + 1e-12);
  });

  test('the recording rules limit only a headroom that is too large', () => {
    const most = mostHeadroom(firstWorkload(environmentWith(changes)).scaling);
    const bound =
      most === undefined ? undefined : Number(/^clamp_max\(min\(.*\), ([\d.]+)\) or vector\(1\)$/s.exec(expressionOf('lyo:headroom:ratio', changes))?.[1]);
    expect(bound === undefined || most === undefined ? bound : bound / most).toEqual(most === undefined ? undefined : expect.closeTo(1, 10));
    if (most === undefined) expect(expressionOf('lyo:headroom:ratio', changes)).not.toContain('clamp_max');
  });
});
