/** PromQL functions over range vectors, computed like Prometheus (promql/functions.go, v3.14). */
import type { Sample } from './stored-series';
import { sum } from './sum';

/** @returns `undefined` where there are too few samples for a result */
type OverTime = (samples: readonly Sample[], at: number, range: number) => number | undefined;

export const overTime: Readonly<Record<string, OverTime>> = {
  rate: (samples, at, range) => grown(samples, { at, range, per: range }),
  increase: (samples, at, range) => grown(samples, { at, range, per: 1 }),
  avg_over_time: (samples) => total(samples) / samples.length,
  sum_over_time: total,
  count_over_time: (samples) => samples.length,
  last_over_time: (samples) => samples.at(-1)?.value,
  min_over_time: (samples) => extreme(samples, (value, best) => value < best),
  max_over_time: (samples) => extreme(samples, (value, best) => value > best),
};

/** The only function over ranges whose result keeps the metric name. */
export const keepsName = 'last_over_time';

interface Growth {
  readonly at: number;
  readonly range: number;
  /** Divisor of the growth: the range in seconds for `rate`, 1 for `increase`. */
  readonly per: number;
}

/**
 * `extrapolatedRate`: the growth between the first and the last sample, with counter resets, extrapolated to the ends of the range if the samples are
 * close enough to them, else by half the mean distance of samples; never to before the counter would have been zero.
 */
function grown(samples: readonly Sample[], { at, range, per }: Growth): number | undefined {
  const [first, last] = [samples[0], samples.at(-1)];
  if (first === undefined || last === undefined || samples.length < 2) return undefined;
  const growth = samples.reduce((sum, { value }, index) => {
    const before = samples[index - 1]?.value ?? -Infinity;
    return value < before ? sum + before : sum;
  }, last.value - first.value);
  const covered = last.at - first.at;
  const distance = covered / (samples.length - 1);
  const near = (gap: number): number => (gap >= distance * 1.1 ? distance / 2 : gap);
  const sinceZero = growth > 0 && first.value >= 0 ? covered * (first.value / growth) : Infinity;
  const before = Math.min(near(first.at - (at - range)), sinceZero);
  // in Prometheus' order of operations, so that even the last digit is equal
  return growth * ((covered + before + near(at - last.at)) / covered / per);
}

function total(samples: readonly Sample[]): number {
  return sum(samples.map(({ value }) => value));
}

/** NaN only if all values are NaN. */
function extreme(samples: readonly Sample[], better: (value: number, best: number) => boolean): number {
  return samples.reduce((best, { value }) => (Number.isNaN(best) || better(value, best) ? value : best), Number.NaN);
}
