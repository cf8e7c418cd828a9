import type { ScalingPolicy } from '../../config/scaling';

export interface Proposal {
  readonly proposed: number;
  readonly wanted: number;
  /** Cap of the signal that proposes. */
  readonly cap: number;
}

/**
 * Applies tolerance and cap to a proposal, as constructs/scaling/held.ts does in PromQL: a proposal near the wanted replicas becomes the wanted replicas. Here the wanted
 * replicas are known at once; in a cluster they are a scrape and an evaluation old. At 20 wanted and tolerances of 0 up and 0.1 down, 18 and 19 become 20, while 17
 * and 21 stay. A proposal at its cap is not held.
 */
export function heldReplicas({ up, down }: ScalingPolicy['behavior'], { proposed, wanted, cap }: Proposal): number {
  const near = proposed >= (1 - down.tolerance) * wanted && proposed <= (1 + up.tolerance) * wanted;
  const held = near && (up.tolerance === 0 || proposed < cap) && (up.tolerance > 0 || down.tolerance > 0);
  return Math.min(cap, held ? wanted : proposed);
}
