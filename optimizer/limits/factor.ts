import type { Limit } from './limit';

/** One change multiplies or divides a value by at most this factor. */
export function factor(present: number, most: number): Limit {
  return ({ value: asked }) => {
    const value = Math.min(Math.max(asked, Math.ceil(present / most)), Math.floor(present * most));
    return { kind: 'held', value, reasons: value === asked ? [] : [`at most ${most} times ${present} at once: ${value} in place of ${asked}`] };
  };
}
