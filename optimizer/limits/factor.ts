import type { Limit } from './limit';

/** Nothing becomes more than so many times what it was in one change, or less than that part of it. */
export function factor(present: number, most: number): Limit {
  return ({ value: asked }) => {
    const value = Math.min(Math.max(asked, Math.ceil(present / most)), Math.floor(present * most));
    return { kind: 'held', value, reasons: value === asked ? [] : [`at most ${most} times ${present} at once: ${value} in place of ${asked}`] };
  };
}
