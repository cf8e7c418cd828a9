import type { Load } from '../../simulator/load/load';

/** The part of a load on which class and policy are chosen, and the part on which they are judged. */
export interface Cut {
  readonly first: Load;
  readonly rest: Load;
}

const day = 86_400;
/** Bounds the time of the benchmark: a month of each load would take an hour. */
const longest = { first: 4 * day, rest: 4 * day };

/** The first four days, or the first half of a shorter load; then at most four days more. */
export function cut(load: Load): Cut {
  const { step, values } = load;
  const first = Math.min(Math.floor(longest.first / step), Math.floor(values.length / 2));
  const until = first + Math.floor(longest.rest / step);
  return { first: { ...load, values: values.slice(0, first) }, rest: { ...load, values: values.slice(first, until) } };
}
