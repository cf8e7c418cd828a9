/** Draws a sample: the same seed gives the same items in the same order, however many are drawn or added. */
import { createHash } from 'node:crypto';

export function sample<T>(all: readonly T[], seed: number, nameOf: (one: T) => string): readonly T[] {
  const place = (one: T): string =>
    createHash('sha256')
      .update(`${seed} ${nameOf(one)}`)
      .digest('hex');
  return all
    .map((one) => ({ one, at: place(one) }))
    .sort((left, right) => (left.at < right.at ? -1 : 1))
    .map(({ one }) => one);
}
