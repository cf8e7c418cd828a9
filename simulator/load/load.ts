/** A load over time, recorded or synthetic. */

/** Steps without a value; the last value before them is used for them. */
export interface Gap {
  /** Seconds since the start of the load. */
  readonly from: number;
  readonly steps: number;
}

export interface Load {
  readonly name: string;
  /** Seconds between values. */
  readonly step: number;
  /** Recorded values at the start of each step, not negative, in any unit; `demandOf` scales them to requests. */
  readonly values: readonly number[];
  readonly gaps: readonly Gap[];
  /** Seconds at the two ends of what was asked for that have no value; the load is what lies between. @default - there are none */
  readonly unrecorded?: { readonly before: number; readonly after: number };
}

/** Quantile of the values by the nearest-rank method. @param share 0 to 1 */
export function quantileOf(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? 0;
}

/**
 * Requests per second at each tick. A coarse record is interpolated linearly; of a record finer than a tick the mean is used.
 * @param factor requests per second for each unit of the record
 */
export function demandOf({ step, values }: Load, tick: number, factor: number): Float64Array {
  const ticks = Math.floor((values.length * step) / tick);
  return Float64Array.from(
    { length: ticks },
    (_, index) => factor * (step < tick ? mean(values, index * (tick / step), tick / step) : onLine(values, (index * tick) / step)),
  );
}

function onLine(values: readonly number[], position: number): number {
  const before = Math.floor(position);
  const [from, to] = [values[before] ?? 0, values[before + 1] ?? values[before] ?? 0];
  return from + (to - from) * (position - before);
}

function mean(values: readonly number[], from: number, count: number): number {
  const counted = values.slice(Math.floor(from), Math.max(Math.floor(from) + 1, Math.floor(from + count)));
  return counted.reduce((sum, value) => sum + value, 0) / Math.max(counted.length, 1);
}
