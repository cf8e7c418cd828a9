/** How sure a policy may be. */
import type { Risk } from './policy';

/** Share of forecasts that come true, by Laplace's rule of succession: one half while nothing is known, and never 1. */
export function confidenceOf({ inside, outcomes }: { readonly inside: number; readonly outcomes: number }): number {
  return (inside + 1) / (outcomes + 2);
}

/** A change by a quarter is easily undone; one that more than doubles a value is a risk. */
export function riskOf(before: number, after: number): Risk {
  const factor = Math.max(before, after) / Math.max(Math.min(before, after), 1e-9);
  if (factor <= 1.25) return 'low';
  return factor <= 2 ? 'medium' : 'high';
}
