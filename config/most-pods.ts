/** Pods of a workload at their most: all replicas that its policy may ask for, in the middle of a release, while the autoscaler scales in. */
import { seconds } from './quantities';
import { podsDuringRelease, scaledInWithin, shareOf, standardRollout } from './rollout';
import type { Workload } from './workload';

export function mostPods({
  scaling: { maxReplicas, behavior },
  shutdown,
  rollout = standardRollout,
}: Pick<Workload, 'scaling' | 'shutdown' | 'rollout'>): number {
  const { percent, pods = 0, period } = behavior.down;
  const grace = seconds(shutdown.grace);
  const aStep = Math.max(shareOf(percent, maxReplicas), pods);
  return podsDuringRelease({
    wanted: maxReplicas,
    surge: shareOf(rollout.surge, maxReplicas),
    settle: seconds(rollout.settle),
    grace,
    scaledIn: scaledInWithin(grace, [{ pods: aStep, period: seconds(period) }]),
  });
}
