import type { ScalingPolicy } from '../../config/scaling';
import { perPod } from './diurnal-load';

/** Replicas that the request rate alone asks for, with the policy's spare replicas, within the policy's bounds. @param rate requests per second */
export function replicasFor(rate: number, policy: ScalingPolicy): number {
  return Math.min(Math.max(Math.ceil(rate / perPod(policy)) + (policy.spare ?? 0), policy.minReplicas), policy.maxReplicas);
}
