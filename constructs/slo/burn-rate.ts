/**
 * Burn rates after the Google SRE workbook, chapter 5, "Alerting on SLOs": the burn rate at which a share of the budget is spent within the long window is
 * share · period / window.
 */
import type { BurnWindow } from '../../config/alert-timing';
import { seconds, type Duration } from '../../config/quantities';

/** 2 % in an hour of 30 days: 0.02 · 720 = 14.4. */
export function burnRate({ budget, long }: Pick<BurnWindow, 'budget' | 'long'>, period: Duration): number {
  return (budget * seconds(period)) / seconds(long);
}

/** All windows of the pairs, shortest first, each once. */
export function windowsOf(burns: readonly Pick<BurnWindow, 'short' | 'long'>[]): readonly Duration[] {
  return [...new Set(burns.flatMap(({ short, long }) => [short, long]))].sort((a, b) => seconds(a) - seconds(b));
}
