/** Sums over the days of one load at one start-up, and what goals ask of them. */
import type { Contender, Family } from './contenders';

/** Of one contender. */
export interface Total {
  readonly contender: Contender;
  podHours: number;
  /** Percent times requests. */
  violations: number;
}

export interface LoadTotals {
  readonly name: string;
  readonly startUp: number;
  /** Correlation with the day before. */
  readonly daily: number;
  readonly days: number;
  /** Days on which a forecast was published, and on which anything was: a headroom without a forecast too. */
  readonly trusted: number;
  readonly acted: number;
  /** Of the days acted on those that were no worse than alone, by the price with which they were judged. */
  readonly good: number;
  readonly requests: number;
  /** Of who knows the future, and of as many pods as the peak needs. */
  readonly oracle: number;
  readonly still: number;
  readonly totals: readonly Total[];
}

/** What a contender comes to: percent of the requests, and pod-hours over those of who knows the future. */
export interface Point {
  readonly target: number;
  readonly violations: number;
  readonly cost: number;
}

/** Percent of the requests at which costs are compared. */
export const allowed = 0.25;
/** Correlation with yesterday from which a load counts as seasonal. */
export const seasonalFrom = 0.8;

export function pointsOf({ totals, requests, oracle }: LoadTotals, family: Family): readonly Point[] {
  return totals
    .filter(({ contender }) => contender.family === family)
    .map(({ contender: { target }, podHours, violations }) => ({ target, violations: violations / requests, cost: podHours / oracle }));
}

/** The cheapest that violates no more than is allowed. */
export function cheapestOf(points: readonly Point[]): Point | undefined {
  return points.filter(({ violations }) => violations <= allowed).sort((a, b) => a.cost - b.cost)[0];
}

/** Violations that a family has at a cost: between two of its targets by a straight line, and outside of them those of its end. */
export function violationsAt(points: readonly Point[], cost: number): number {
  const sorted = [...points].sort((a, b) => a.cost - b.cost);
  const above = sorted.findIndex((point) => point.cost >= cost);
  const [low, high] = [sorted[above - 1], sorted[above]];
  if (high === undefined) return sorted.at(-1)?.violations ?? Number.NaN;
  if (low === undefined) return high.violations;
  return low.violations + ((high.violations - low.violations) * (cost - low.cost)) / (high.cost - low.cost);
}

/** Difference between two points that means nothing: a hundredth of the cost, and of percent. */
const same = { cost: 0.01, violations: 0.005 };

/** A point of the policy alone that is no worse in both and better in one. */
export function dominatorOf(point: Point, others: readonly Point[]): Point | undefined {
  return others.find(
    ({ cost, violations }) =>
      cost <= point.cost * (1 + same.cost / 10) &&
      violations <= point.violations + same.violations / 10 &&
      (cost < point.cost * (1 - same.cost) || violations < point.violations - same.violations),
  );
}

/** `−3.1 %`. */
export function change(from: number, to: number): string {
  const share = (to / from - 1) * 100;
  return Number.isFinite(share) ? `${share > 0 ? '+' : share < 0 ? '−' : ''}${Math.abs(share).toFixed(1)} %` : 'unknown';
}
