import type { ScalingPolicy } from '../../config/scaling';
import { perPod } from './diurnal-load';

/** What the request rate alone asks for, with what the policy has spare, within the policy's bounds. */
export function replicasFor(rate: number, policy: ScalingPolicy): number {
  return Math.min(Math.max(Math.ceil(rate / perPod(policy)) + (policy.spare ?? 0), policy.minReplicas), policy.maxReplicas);
}
