/** A series with one value for each step of time, where a step may lack its value. */
import { known, unknown, type Outcome } from './outcome';

/** A measurement as a source gives it: seconds since 1970, and whatever unit the series has. */
export interface Sample {
  readonly at: number;
  readonly value: number;
}

/** `values[i]` belongs to `start + i · step` seconds. NaN marks a gap, only inside of the array: functions of this folder return a number or a reason. */
export interface RegularSeries {
  readonly start: number;
  readonly step: number;
  readonly values: Float64Array;
}

/** 31 days of minutes; a source that answers with years at one-second steps must not fill the memory. */
const mostPoints = 44_640;

/**
 * Samples on a grid of `step` seconds, which begins with the first one. A sample falls on the nearest earlier point; steps without a sample are gaps, and so is a value that is not finite, because
 * Prometheus writes NaN and infinities for divisions by zero. Refused: no samples, times that are not finite or not in order, two samples of one step (the same metric twice), more than `most` steps.
 */
export function regularSeries(samples: readonly Sample[], step: number, most: number = mostPoints): Outcome<RegularSeries> {
  if (!(step > 0) || step === Number.POSITIVE_INFINITY) return unknown('invalid option', `step must be a positive number of seconds, received ${step}`);
  const [first, last] = [samples[0], samples.at(-1)];
  if (first === undefined || last === undefined) return unknown('not enough data', 'a series must have samples, received none');
  const length = Math.max(Math.floor((last.at - first.at) / step) + 1, 1);
  if (!Number.isFinite(length)) return unknown('invalid samples', `times must be finite, received ${first.at} to ${last.at}`);
  if (length > most) return unknown('too many points', `a series must have at most ${most} steps of ${step} s, received ${length}`);
  const series = { start: first.at, step, values: new Float64Array(length).fill(Number.NaN) };
  const fault = place(samples, series);
  return fault === undefined ? known(series) : unknown('invalid samples', fault);
}

/** Puts each sample in its step; answers with what is wrong with the first one that cannot be placed. */
function place(samples: readonly Sample[], { start, step, values }: RegularSeries): string | undefined {
  let previous = -1;
  for (const [index, { at, value }] of samples.entries()) {
    if (!Number.isFinite(at)) return `times must be finite, received ${at} at sample ${index}`;
    const slot = Math.floor((at - start) / step);
    if (slot < previous || slot >= values.length) return `times must be in order, received ${at} at sample ${index}`;
    if (slot === previous) return `a step of ${step} s must have one sample, received another at ${at} (sample ${index})`;
    if (Number.isFinite(value)) values[slot] = value;
    previous = slot;
  }
  return undefined;
}

/** Steps that have a value. */
export function present(series: RegularSeries): number {
  let count = 0;
  for (const value of series.values) if (!Number.isNaN(value)) count += 1;
  return count;
}

/** The steps from `from` until before `until`, as a view: nothing is copied. */
export function slice(series: RegularSeries, from: number, until: number): RegularSeries {
  const begin = Math.min(Math.max(from, 0), series.values.length);
  return { start: series.start + begin * series.step, step: series.step, values: series.values.subarray(begin, Math.max(until, begin)) };
}
