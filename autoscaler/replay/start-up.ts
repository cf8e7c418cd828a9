/** Seconds from the placement of a pod until it is ready: the same for all pods, or drawn for each from a distribution. */
export type StartUp = number | UniformStartUp | LogNormalStartUp;

/** All durations between two bounds are equally likely. */
export interface UniformStartUp {
  readonly kind: 'uniform';
  readonly least: number;
  readonly most: number;
}

/** The logarithm of the duration has a normal distribution: half of the pods take at most the median, one of twenty longer than P95, and a few much longer. */
export interface LogNormalStartUp {
  readonly kind: 'log-normal';
  /** Above 0. */
  readonly median: number;
  readonly p95: number;
}

/** In seconds. */
export interface StartUpNumbers {
  readonly mean: number;
  readonly median: number;
  readonly p95: number;
}

/**
 * Start-up of a pod in seconds.
 * @param placedAt second at which the pod gets its place
 * @param nth how many pods got theirs in the same second before it
 */
export type StartUpOf = (placedAt: number, nth: number) => number;

/** 95 % of a standard normal distribution are below this. */
const normalP95 = 1.6448536269514722;

export function startUpNumbers(startUp: StartUp): StartUpNumbers {
  if (typeof startUp === 'number') return { mean: startUp, median: startUp, p95: startUp };
  if (startUp.kind === 'log-normal') {
    const { median, p95 } = startUp;
    return { mean: median * Math.exp(deviation(startUp) ** 2 / 2), median, p95 };
  }
  const { least, most } = startUp;
  return { mean: between(least, most, 0.5), median: between(least, most, 0.5), p95: between(least, most, 0.95) };
}

/**
 * Draws the start-up of each pod. It depends on nothing but the seed, the second and the number of the pod in that second. So compared policies that start a pod in the
 * same second get an equally slow one, whatever they did before (common random numbers; Law, Simulation Modeling and Analysis, 11.2).
 */
export function drawnStartUps(startUp: StartUp, seed: number): StartUpOf {
  if (typeof startUp === 'number') return () => startUp;
  if (startUp.kind === 'uniform') return (placedAt, nth) => between(startUp.least, startUp.most, shareOf([seed, placedAt, nth]));
  const spread = deviation(startUp);
  return (placedAt, nth) => startUp.median * Math.exp(spread * normal(shareOf([seed, placedAt, nth, 1]), shareOf([seed, placedAt, nth, 2])));
}

/** Standard deviation of the logarithm. */
function deviation({ median, p95 }: LogNormalStartUp): number {
  return Math.log(p95 / median) / normalP95;
}

function between(least: number, most: number, share: number): number {
  return least + share * (most - least);
}

/** A number with a standard normal distribution, from two uniform ones (Box and Muller, 1958). */
function normal(one: number, other: number): number {
  return Math.sqrt(-2 * Math.log(one)) * Math.cos(2 * Math.PI * other);
}

/** A uniform number between 0 and 1, without both, for a key. A generator with a state would give a pod another number when an earlier one was not started. */
function shareOf(key: readonly number[]): number {
  return (key.reduce((hash, part) => mixed(hash ^ part), 0x9e3779b9) + 0.5) / 4294967296;
}

/** `fmix32` of MurmurHash3 (Appleby): each bit of the input changes about half of the bits of the output. */
function mixed(bits: number): number {
  let hash = bits;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
