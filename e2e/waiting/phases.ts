/** Moments that look random and are the same at every run (mulberry32: one multiply-and-shift generator of 32 bits of state). */

/** Numbers from 0 up to and without `below`. @param seed a whole number */
export function phases(seed: number, count: number, below: number): readonly number[] {
  let state = seed >>> 0;
  return Array.from({ length: count }, () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below;
  });
}
