/** The same seed takes the same mutants in the same order, however many are asked for. */
export function sample<T>(all: readonly T[], seed: number): readonly T[] {
  const shuffled = [...all];
  const random = randomFrom(seed);
  for (let last = shuffled.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    const [one, two] = [shuffled[last], shuffled[other]];
    if (one === undefined || two === undefined) throw new Error('both must be there');
    [shuffled[last], shuffled[other]] = [two, one];
  }
  return shuffled;
}

/** mulberry32 (Tommy Ettinger, public domain): 0 to 1. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
