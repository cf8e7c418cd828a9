/** Steps of a vertical axis, and where a value is on it. */
import type { Axis, Unit } from '../../charts/dashboards';

export interface Ticks {
  /** Ascending, at least two. */
  readonly values: readonly number[];
  /** 0 at the first of them, 1 at the last. */
  readonly place: (value: number) => number;
}

/** @param values all that the chart shows */
export function ticks(values: readonly number[], axis: Axis, unit: Unit): Ticks {
  const [smallest, largest] = [Math.min(...values), Math.max(...values)];
  switch (axis) {
    case 'from-zero':
      return linear(unit === 'bool' ? [0, 1] : steps(Math.min(0, smallest), Math.max(0, largest), unit));
    case 'fitted':
      return linear(steps(smallest, largest, unit));
    case 'logarithmic':
      return logarithmic(values.filter((value) => value > 0));
  }
}

function linear(values: readonly number[]): Ticks {
  const [low, high] = [values[0] ?? 0, values.at(-1) ?? 1];
  return { values, place: (value) => (value - low) / (high - low) };
}

/** Powers of ten around the positive values; other values are drawn at the lowest. */
function logarithmic(values: readonly number[]): Ticks {
  const low = Math.floor(Math.log10(Math.min(...values, 1)));
  const high = Math.max(low + 1, Math.ceil(Math.log10(Math.max(...values, 10 ** low))));
  const powers = Array.from({ length: high - low + 1 }, (_, index) => 10 ** (low + index));
  return { values: powers, place: (value) => (Math.max(low, Math.log10(Math.max(value, Number.MIN_VALUE))) - low) / (high - low) };
}

/** Bounds and steps of about four: 1, 2 or 5 times a power of ten, for bytes a power of two. */
export function steps(low: number, high: number, unit: Unit): readonly number[] {
  // smaller differences are not visible in any unit
  const span = high - low > 1e-9 ? high - low : 1;
  const step = stepOf(span / 4, unit);
  const first = Math.floor(low / step) * step;
  const values: number[] = [];
  for (let index = 0; first + (index - 1) * step < high || values.length < 2; index++) values.push(Number((first + index * step).toPrecision(12)));
  return values;
}

function stepOf(least: number, unit: Unit): number {
  if (unit === 'bytes') return Math.max(1, 2 ** Math.ceil(Math.log2(least)));
  const step = decimalStep(Number(least.toPrecision(12)));
  // pods and bytes are whole numbers
  return unit === 'count' ? Math.max(1, step) : step;
}

function decimalStep(raw: number): number {
  const power = 10 ** Math.floor(Math.log10(raw));
  return power * ([1, 2, 5, 10].find((factor) => factor * power >= raw) ?? 10);
}

/** Seconds between two times of an axis that people read as round. */
const roundTimes = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400] as const;

export interface TimeTick {
  /** Seconds since 1970. */
  readonly at: number;
  /** `14:05`, with seconds where steps are shorter than a minute, with the date where the window is longer than a day. */
  readonly text: string;
}

/** Round times within a window, in UTC. @param most how many of them have room */
export function timeTicks({ from, to }: { readonly from: number; readonly to: number }, most: number): readonly TimeTick[] {
  const span = to - from;
  const step = roundTimes.find((seconds) => span / seconds <= most) ?? 86_400 * Math.ceil(span / 86_400 / most);
  const first = Math.ceil(from / step) * step;
  // over two days the same hour occurs twice
  const [begin, end] = step < 60 ? [11, 19] : step >= 86_400 ? [5, 10] : span < 86_400 ? [11, 16] : [5, 16];
  const ticks: TimeTick[] = [];
  for (let at = first; at <= to; at += step) ticks.push({ at, text: new Date(at * 1000).toISOString().slice(begin, end).replace('T', ' ') });
  return ticks;
}
