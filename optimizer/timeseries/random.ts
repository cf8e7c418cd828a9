/** Uniform numbers in [0, 1). A generator is always passed as an argument, so that a run can be repeated. */
export type Random = () => number;

/** Marsaglia's xorshift with 32 bits ("Xorshift RNGs", 2003, shifts 13, 17, 5): small, quick, the same on every machine. Not for secrets. */
export function seededRandom(seed: number): Random {
  // a state of 0 would stay 0; the multiplication spreads seeds that lie close together
  let state = Math.imul((seed | 0) ^ 0x9e3779b9, 0x85ebca6b) | 0 || 0x6d2b79f5;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 4294967296;
  };
}

/** An integer in [0, below). */
export function integerBelow(random: Random, below: number): number {
  return Math.floor(random() * below);
}
