/** Weights follow what members were worth in the last two hours: one that a level shift made wrong loses its weight within the hour, long before the records that weights are learned from have forgotten the level before. */
import { type MemberForecast } from './backtest';

/** Seconds whose errors count as recent. */
export const recentSeconds = 7200;

/** Fewer recent outcomes say nothing. */
const fewest = 3;

/** An error counts up to so many times the usual one, or up to the median of the member's recent errors if that is more: a spike that is missed is no shift, half of the outcomes missed are one. */
const spike = 3;

/** A member whose recent errors are one usual error above the usual one keeps a seventh of its weight, exp(−2), before all are divided by their sum. Chosen on recorded and made-up loads (decision 0211). */
const strength = 2;

/** Share of the load. A smaller usual error, as that of a constant load, would make any deviation a shift. */
const leastUsual = 0.005;

/**
 * Weights × exp(−strength · excess), divided by their sum (the exponential weights of Hedge, Freund and Schapire, 1997, over a window). The excess of a member is the mean of its recent errors in units of the usual error, minus 1, at least 0: nothing is gained by a lucky hour.
 *
 * @param usual error of the combination over the records that the weights were learned from, Σ|error| / Σ outcome
 * @param recent forecasts whose outcomes were in the last two hours
 */
export function latelyWeighted(weights: ReadonlyMap<string, number>, usual: number, recent: readonly MemberForecast[]): ReadonlyMap<string, number> {
  const unit = (Math.max(usual, leastUsual) * recent.reduce((sum, { outcome }) => sum + outcome, 0)) / recent.length;
  if (recent.length < fewest || !(unit > 0)) return weights;
  const excesses = new Map([...weights.keys()].map((name) => [name, excessOf(errorsOf(name, recent, unit))]));
  const known = [...excesses.values()].filter((excess) => excess !== undefined);
  // when all are worse than usual, the weights of those that are the least so stay; one of which too little is known is no better than they are
  const least = known.length === 0 ? 0 : Math.min(...known);
  const changed = [...weights].map(([name, weight]) => [name, weight * Math.exp(-strength * ((excesses.get(name) ?? least) - least))] as const);
  const sum = changed.reduce((total, [, weight]) => total + weight, 0);
  return sum > 0 ? new Map(changed.map(([name, weight]) => [name, weight / sum])) : weights;
}

/** In units of the usual error, the smallest first. */
function errorsOf(name: string, recent: readonly MemberForecast[], unit: number): readonly number[] {
  const errors = recent.flatMap(({ outcome, forecasts }) => {
    const forecast = forecasts.get(name);
    return forecast === undefined ? [] : [Math.abs(forecast - outcome) / unit];
  });
  return errors.sort((a, b) => a - b);
}

/** Undefined where too little is known. */
function excessOf(sorted: readonly number[]): number | undefined {
  if (sorted.length < fewest) return undefined;
  const most = Math.max(spike, sorted[Math.floor(sorted.length / 2)] ?? 0);
  return Math.max(sorted.reduce((sum, error) => sum + Math.min(error, most), 0) / sorted.length - 1, 0);
}
