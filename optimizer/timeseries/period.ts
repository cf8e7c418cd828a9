/** Periods of a load: a day and a week, found by autocorrelation, because those are what people do (crane's `dsp` looks for the same two). */
import { known, unknown, type Outcome } from './outcome';
import { type RegularSeries } from './series';

const day = 86_400;

export interface Period {
  /** Steps of the series. */
  readonly steps: number;
  /** Pearson's correlation of the series with itself one period earlier, from −1 to 1. */
  readonly correlation: number;
}

/** Below this, "yesterday" explains less than a tenth of the variance (0.3²), and a seasonal model has nothing to hold on to. */
const weakest = 0.3;

/** The periods of one day and seven days that the series repeats with, strongest first; empty when it repeats with neither. Needs two periods of one day with values. */
export function periods(series: RegularSeries): Outcome<readonly Period[]> {
  const lags = [day, 7 * day].map((seconds) => seconds / series.step).filter((steps) => Number.isInteger(steps) && steps >= 2);
  const usable = lags.filter((steps) => series.values.length >= 2 * steps);
  if (usable.length === 0)
    return unknown('not enough data', `two days are needed to see a period, received ${(series.values.length * series.step) / day} days`);
  const found: Period[] = [];
  for (const steps of usable) {
    const correlation = autocorrelation(series, steps);
    if (!correlation.ok) return correlation;
    if (correlation.value >= weakest) found.push({ steps, correlation: correlation.value });
  }
  return known(found.sort((a, b) => b.correlation - a.correlation));
}

/** Pearson's correlation between `x[t]` and `x[t − lag]`, over the steps where both are known. */
function autocorrelation({ values }: RegularSeries, lag: number): Outcome<number> {
  let [count, sumA, sumB, squareA, squareB, product] = [0, 0, 0, 0, 0, 0];
  for (let index = lag; index < values.length; index += 1) {
    const a = values[index] ?? Number.NaN;
    const b = values[index - lag] ?? Number.NaN;
    if (Number.isNaN(a) || Number.isNaN(b)) continue;
    count += 1;
    sumA += a;
    sumB += b;
    squareA += a * a;
    squareB += b * b;
    product += a * b;
  }
  if (count < 3) return unknown('all gaps', `a correlation needs three pairs of values ${lag} steps apart, received ${count}`);
  const varianceA = squareA - (sumA * sumA) / count;
  const varianceB = squareB - (sumB * sumB) / count;
  // rounding leaves a little of a constant series' squares
  if (varianceA <= 1e-12 * squareA || varianceB <= 1e-12 * squareB) return unknown('constant', 'a constant series has no correlation');
  return known(Math.min(Math.max((product - (sumA * sumB) / count) / Math.sqrt(varianceA * varianceB), -1), 1));
}
