import type { ScalingPolicy } from '../../config/scaling';
import { perPod } from './diurnal-load';

/** What the request rate alone asks for, within the policy's bounds. */
export function replicasFor(rate: number, policy: ScalingPolicy): number {
  return Math.min(Math.max(Math.ceil(rate / perPod(policy)), policy.minReplicas), policy.maxReplicas);
}
