import type { Load } from '../../simulator/load/load';

/** What of a load a class and a policy are chosen on, and what they are judged on. */
export interface Cut {
  readonly first: Load;
  readonly rest: Load;
}

const day = 86_400;
/** A month of each would take an hour. */
const longest = { first: 4 * day, rest: 4 * day };

/** The first four days, or the first half of what is shorter; then at most four days more. */
export function cut(load: Load): Cut {
  const { step, values } = load;
  const first = Math.min(Math.floor(longest.first / step), Math.floor(values.length / 2));
  const until = first + Math.floor(longest.rest / step);
  return { first: { ...load, values: values.slice(0, first) }, rest: { ...load, values: values.slice(first, until) } };
}
