/** Resamples a series to a coarser step, and fills its short gaps. */
import { known, unknown, type Outcome } from './outcome';
import { type RegularSeries } from './series';

/** The mean of each bin of `step` seconds. A bin with less than half of its values is a gap: the mean of a few values would stand for the whole bin. A last bin that has not ended is left out. */
export function resampled(series: RegularSeries, step: number): Outcome<RegularSeries> {
  const width = step / series.step;
  if (!(Number.isInteger(width) && width >= 1)) return unknown('invalid option', `step must be a multiple of ${series.step} s, received ${step}`);
  const values = new Float64Array(Math.floor(series.values.length / width));
  if (values.length === 0) return unknown('not enough data', `a bin of ${step} s needs ${width} values, received ${series.values.length}`);
  for (let bin = 0; bin < values.length; bin += 1) values[bin] = meanOf(series.values.subarray(bin * width, (bin + 1) * width));
  return known({ start: series.start, step, values });
}

function meanOf(bin: Float64Array): number {
  let sum = 0;
  let count = 0;
  for (const value of bin) {
    if (Number.isNaN(value)) continue;
    sum += value;
    count += 1;
  }
  return count * 2 >= bin.length ? sum / count : Number.NaN;
}

/** Gaps of at most `longest` steps between two values, filled by the straight line between them. Longer ones stay, and so do those at the ends: beyond them nothing is known. */
export function bridged(series: RegularSeries, longest: number): RegularSeries {
  const values = series.values.slice();
  let last = -1;
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index] ?? Number.NaN;
    if (Number.isNaN(value)) continue;
    const width = index - last;
    if (last >= 0 && width > 1 && width - 1 <= longest) {
      const from = values[last] ?? 0;
      for (let inside = 1; inside < width; inside += 1) values[last + inside] = from + ((value - from) * inside) / width;
    }
    last = index;
  }
  return { ...series, values };
}
