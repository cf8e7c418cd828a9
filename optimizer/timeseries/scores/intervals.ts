/** Calibration of intervals and confidences: whether the stated probabilities are right. */
import { known, unknown, type Outcome } from '../outcome';

/** The share of outcomes within their interval, both ends included; outcomes that are gaps (NaN) are left out. */
export function coverage(actual: Float64Array, lower: Float64Array, upper: Float64Array): Outcome<number> {
  let [inside, count] = [0, 0];
  for (const [index, y] of actual.entries()) {
    const [low, high] = [lower[index] ?? Number.NaN, upper[index] ?? Number.NaN];
    if (Number.isNaN(y) || Number.isNaN(low) || Number.isNaN(high)) continue;
    count += 1;
    if (y >= low && y <= high) inside += 1;
  }
  return count > 0 ? known(inside / count) : unknown('not enough data', 'coverage needs an outcome with its interval');
}

export interface Judgement {
  /** Stated probability that it is right, 0 to 1. */
  readonly confidence: number;
  readonly right: boolean;
}

/**
 * Expected calibration error over `bins` bins of equal width (Naeini, Cooper and Hauskrecht, 2015; Guo and others, 2017): the distance between how often a bin was right and what it stated, weighted by
 * how many judgements are in it.
 */
export function calibrationError(judgements: readonly Judgement[], bins = 10): Outcome<number> {
  if (judgements.length === 0) return unknown('not enough data', 'a calibration error needs judgements');
  const sums = Array.from({ length: bins }, () => ({ stated: 0, right: 0 }));
  for (const { confidence, right } of judgements) {
    if (!(confidence >= 0 && confidence <= 1)) return unknown('invalid option', `confidence must be from 0 to 1, received ${confidence}`);
    const bin = sums[Math.min(Math.floor(confidence * bins), bins - 1)];
    if (bin === undefined) return unknown('invalid option', `bins must be a positive integer, received ${bins}`);
    bin.stated += confidence;
    bin.right += right ? 1 : 0;
  }
  return known(sums.reduce((sum, { stated, right }) => sum + Math.abs(stated - right), 0) / judgements.length);
}
