/** Periods of a load: a day and a week, found by autocorrelation; people's habits have these two (crane's `dsp` looks for the same two). */
import { correlation } from './correlation';
import { known, unknown, type Outcome } from './outcome';
import { type RegularSeries } from './series';

const day = 86_400;

export interface Period {
  /** Steps of the series. */
  readonly steps: number;
  /** Pearson's correlation of the series with itself one period earlier, from −1 to 1. */
  readonly correlation: number;
}

/** Below this, "yesterday" explains less than a tenth of the variance (0.3²), and a seasonal model is useless. */
const weakest = 0.3;

/** The periods of one day and seven days that the series repeats with, strongest first; empty when it repeats with neither. Needs two periods of one day with values. */
export function periods(series: RegularSeries): Outcome<readonly Period[]> {
  const lags = [day, 7 * day].map((seconds) => seconds / series.step).filter((steps) => Number.isInteger(steps) && steps >= 2);
  const usable = lags.filter((steps) => series.values.length >= 2 * steps);
  if (usable.length === 0)
    return unknown('not enough data', `two days are needed to see a period, received ${(series.values.length * series.step) / day} days`);
  const repeated: Period[] = [];
  for (const steps of usable) {
    const found = correlation(series.values.subarray(steps), series.values.subarray(0, series.values.length - steps));
    if (!found.ok) return found;
    if (found.value >= weakest) repeated.push({ steps, correlation: found.value });
  }
  return known(repeated.sort((a, b) => b.correlation - a.correlation));
}
