import type { ScalingPolicy } from '../../config/scaling';

export interface Proposal {
  readonly proposed: number;
  readonly wanted: number;
  /** Of the signal that proposes. */
  readonly cap: number;
}

/**
 * A proposal near the wanted replicas is the wanted replicas, as constructs/scaling/held.ts writes it in PromQL, and none asks for more than its cap. What is wanted
 * is known at once here; in a cluster it is a scrape and an evaluation old. At 20 wanted and tolerances of 0 up and 0.1 down, 18 and 19 are 20, and 17
 * and 21 are themselves. A proposal at its cap is never held below it.
 */
export function heldReplicas({ up, down }: ScalingPolicy['behavior'], { proposed, wanted, cap }: Proposal): number {
  const near = proposed >= (1 - down.tolerance) * wanted && proposed <= (1 + up.tolerance) * wanted;
  const held = near && (up.tolerance === 0 || proposed < cap) && (up.tolerance > 0 || down.tolerance > 0);
  return Math.min(cap, held ? wanted : proposed);
}
