/** The most pods that a workload can have at once: at the policy's maximum, in the middle of a release, while the autoscaler scales in. */
import { seconds } from './quantities';
import { podsDuringRelease, scaledInWithin, shareOf, standardRollout } from './rollout';
import type { ScaledKind, TaskWorkload } from './workload';

export type Counted =
  | Pick<ScaledKind, 'kind' | 'scaling' | 'shutdown' | 'rollout'>
  | Pick<Extract<TaskWorkload, { kind: 'scheduled' }>, 'kind' | 'overlap'>
  | { readonly kind: 'release' };

export function mostPods(workload: Counted): number {
  switch (workload.kind) {
    case 'web':
    case 'worker':
      return mostReplicas(workload);
    case 'scheduled':
      // the run that is replaced is still terminating
      return workload.overlap === 'replace' ? 2 : 1;
    case 'release':
      return 1;
  }
}

function mostReplicas({
  scaling: { maxReplicas, behavior },
  shutdown,
  rollout = standardRollout,
}: Pick<ScaledKind, 'scaling' | 'shutdown' | 'rollout'>): number {
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
