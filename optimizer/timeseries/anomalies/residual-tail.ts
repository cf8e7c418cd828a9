/**
 * How unusual each value of a series is, by past values only: a value is expected near its own recent mean, or near the value of a day or a week before at about that time, and its residual
 * against the nearest of them is compared with the residuals of the past, in their standard deviations. After Ahmad and others (2017, "Unsupervised real-time anomaly detection"): residuals of the last steps against those of a long time.
 */
import { alarmsOf } from './cool-down';

/** Share of a new value in the recent mean, of a new residual in the recent ones, and least share of one in the usual ones. */
const [recent, shortly, usually] = [0.05, 0.4, 1 / 2000];
/** Steps by which a daily event may come earlier or later. */
const jitter = 6;
/** Residuals are cut at this many deviations: an incident must not make later incidents look usual. */
const surprising = 10;
/** Known values that are needed before one is judged. */
const first = 20;

/** From how many deviations on a value is an anomaly, for how many days all must be usual before another one is, and how many times the deviations of the last alarm are one in that time: the best of a sweep over the Numenta benchmark (docs/evidence/optimizer.md). */
const anomalous = { deviations: 3.75, days: 1, louder: 10 } as const;

/** Rows that are anomalies, by their `residualTail`. @param day steps of a day */
export function unusualRows(scores: Float64Array, day: number): readonly number[] {
  return alarmsOf(scores, anomalous.deviations, anomalous.days * day, anomalous.louder);
}

/**
 * Deviations of each value, which may be negative; NaN at gaps, for the first values, and after a value that is not a number.
 * @param day steps of a day
 */
export function residualTail(values: Float64Array, day: number): Float64Array {
  const scores = new Float64Array(values.length).fill(Number.NaN);
  let [count, mean, last, usual, variance] = [0, 0, 0, 0, 0];
  for (const [row, value] of values.entries()) {
    if (!Number.isFinite(value)) continue;
    if (count === 0) mean = value;
    const residual = Math.min(Math.abs(value - mean), ...[day, 7 * day].map((period) => nearest(values, row, period)));
    mean += recent * (value - mean);
    last += shortly * (residual - last);
    // when all values are equal, a millionth of the value serves as the deviation
    if (count > first) scores[row] = (last - usual) / (Math.sqrt(variance) + 1e-6 * Math.abs(mean) + 1e-12);
    const share = Math.max(1 / (count + 1), usually);
    const off = (count < first ? residual : Math.min(residual, usual + surprising * Math.sqrt(variance))) - usual;
    usual += share * off;
    variance = (1 - share) * (variance + share * off * off);
    count += 1;
  }
  return scores;
}

/** Distance to the nearest value of about a period before; infinite where there is none. */
function nearest(values: Float64Array, row: number, period: number): number {
  let least = Number.POSITIVE_INFINITY;
  if (period <= jitter || row < period + jitter) return least;
  const value = values[row] ?? Number.NaN;
  for (let step = row - period - jitter; step <= row - period + jitter; step += 1) {
    const distance = Math.abs(value - (values[step] ?? Number.NaN));
    if (distance < least) least = distance;
  }
  return least;
}
