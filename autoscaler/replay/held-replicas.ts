import type { ScalingPolicy } from '../../config/scaling';

/**
 * A proposal near the wanted replicas is the wanted replicas, as constructs/scaling/held.ts writes it in PromQL. What is wanted is known at once here; in a
 * cluster it is a scrape and an evaluation old. At 20 wanted and tolerances of 0 up and 0.1 down, 18 and 19 are 20, and 17 and 21 are themselves.
 */
export function heldReplicas({ up, down }: ScalingPolicy['behavior'], proposed: number, wanted: number): number {
  if (up.tolerance === 0 && down.tolerance === 0) return proposed;
  return proposed >= (1 - down.tolerance) * wanted && proposed <= (1 + up.tolerance) * wanted ? wanted : proposed;
}
