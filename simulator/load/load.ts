/** A load over time, from a record or made up. */

/** Steps without a value; the last value before them holds meanwhile. */
export interface Gap {
  /** Seconds since the start of the load. */
  readonly from: number;
  readonly steps: number;
}

export interface Load {
  readonly name: string;
  /** Seconds between values. */
  readonly step: number;
  /** Whatever was recorded, at the start of each step; not negative. What it means in requests is decided by `demandOf`. */
  readonly values: readonly number[];
  readonly gaps: readonly Gap[];
}

/** Value below which that share of the values lies; nearest rank. */
export function quantileOf(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? 0;
}

/**
 * Requests a second at each tick. Between the values of a coarse record the load moves on a straight line; of a record finer than a tick the mean counts.
 * @param factor requests a second for each unit of the record
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
