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
      return linear(unit === 'bool' ? [0, 1] : steps(Math.min(0, smallest), largest, unit));
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

/** Powers of ten around what is above zero; what is not lies on the lowest. */
function logarithmic(values: readonly number[]): Ticks {
  const low = Math.floor(Math.log10(Math.min(...values, 1)));
  const high = Math.max(low + 1, Math.ceil(Math.log10(Math.max(...values, 10 ** low))));
  const powers = Array.from({ length: high - low + 1 }, (_, index) => 10 ** (low + index));
  return { values: powers, place: (value) => (Math.max(low, Math.log10(Math.max(value, Number.MIN_VALUE))) - low) / (high - low) };
}

/** Bounds and steps of about four: 1, 2 or 5 times a power of ten, for bytes a power of two. */
export function steps(low: number, high: number, unit: Unit): readonly number[] {
  // no unit here has anything to tell apart below this
  const span = high - low > 1e-9 ? high - low : 1;
  const step = unit === 'bytes' ? 2 ** Math.ceil(Math.log2(span / 4)) : decimalStep(Number((span / 4).toPrecision(12)));
  const first = Math.floor(low / step) * step;
  const values: number[] = [];
  for (let index = 0; first + (index - 1) * step < high || values.length < 2; index++) values.push(Number((first + index * step).toPrecision(12)));
  return values;
}

function decimalStep(raw: number): number {
  const power = 10 ** Math.floor(Math.log10(raw));
  return power * ([1, 2, 5, 10].find((factor) => factor * power >= raw) ?? 10);
}
