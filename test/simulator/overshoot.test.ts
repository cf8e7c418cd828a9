import { classPolicies, loadClasses } from '../../config/class-policies';
import type { ScalingPolicy } from '../../config/scaling';
import { generatedLoad } from '../../simulator/load/generators';
import { playground } from '../../simulator/simulate';
import { environments } from '../fixtures/environments';

const [environment] = environments;
if (environment === undefined) throw new Error('the fixtures have an environment');
const { telemetry } = environment;

/** Replicas after a step of the load, relative to the needed ones: the most, and those three hours later. */
function afterStep(policy: ScalingPolicy, factor: number, startUp: number): { readonly most: number; readonly settled: number } {
  const step = generatedLoad('step', 1);
  if (step === undefined) throw new Error('there is a step');
  const load = { ...step, values: Array.from({ length: 240 }, (_, minute) => (minute < 60 ? 20 : 20 * factor)) };
  const ground = playground({ load, policy, telemetry, burst: 4, startUp, podsAtPeak: 20, scale: 1, sampling: { window: 60, delay: 30 } });
  let most = 0;
  let settled = 0;
  ground.play('policy', {
    onTick: (_, __, replicas) => {
      most = Math.max(most, replicas);
      settled = replicas;
    },
  });
  return { most: most / ground.neededAtPeak, settled: settled / ground.neededAtPeak };
}

const starts = [30, 60, 180];
const steps = (policy: ScalingPolicy, startUp: number): ReturnType<typeof afterStep>[] => [1.5, 2, 3, 5].map((factor) => afterStep(policy, factor, startUp));

describe.each(loadClasses)('after a step to 1.5 to 5 times the load, with the policy for %s loads', (loadClass) => {
  const policy = classPolicies[loadClass];
  const { latency } = policy.signals;

  test.each(starts)('the latency signal alone asks for at most one and a half times the needed pods if pods start in %s s', (startUp) => {
    const most = steps({ ...policy, signals: { latency } }, startUp).map((one) => one.most);
    // it reaches the needed pods; otherwise the bound would hold without any scaling
    expect(Math.min(...most)).toBeGreaterThanOrEqual(1);
    expect(Math.max(...most)).toBeLessThanOrEqual(1.5);
  });

  test.each(starts)('all signals together never exceed their final replicas if pods start in %s s', (startUp) => {
    for (const { most, settled } of steps(policy, startUp)) {
      expect(settled).toBeGreaterThanOrEqual(1);
      expect(most).toBe(settled);
    }
  });
});
