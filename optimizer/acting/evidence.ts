/** Whether a change did harm: measurements after it are compared with a forecast of what would have happened without it. */
import type { Expectation } from './tunables';

/** A signal whose higher values are worse, with the load at the same moments. */
export interface WatchedSignal {
  readonly name: string;
  readonly samples: readonly WatchedSample[];
}

export interface WatchedSample {
  readonly at: number;
  readonly load: number;
  readonly value: number;
}

/** Samples before a change that the comparison needs. */
const leastBefore = 20;

/** A line through the samples before the change, by least squares; undefined when there are too few. */
export function expectationOf({ name, samples }: WatchedSignal): Expectation | undefined {
  const known = samples.filter(isKnown);
  if (known.length < leastBefore) return undefined;
  const mean = (pick: (sample: WatchedSample) => number): number => known.reduce((sum, sample) => sum + pick(sample), 0) / known.length;
  const [meanLoad, meanValue] = [mean(({ load }) => load), mean(({ value }) => value)];
  const total = (pick: (sample: WatchedSample) => number): number => known.length * mean(pick);
  const spread = total(({ load }) => (load - meanLoad) ** 2);
  const together = total(({ load, value }) => (load - meanLoad) * (value - meanValue));
  // a load that hardly moved gives no slope
  const slope = spread > known.length * (0.01 * meanLoad) ** 2 ? together / spread : 0;
  const squares = total(({ load, value }) => (value - meanValue - slope * (load - meanLoad)) ** 2);
  const deviation = Math.sqrt(squares / (known.length - 2));
  return { signal: name, level: meanValue, slope, deviation, meanLoad, spread, samples: known.length };
}

/** A value above it is among the largest 5 % of the expected distribution, and at least 10 % worse than expected. */
export function upperOf({ level, slope, deviation, meanLoad, spread, samples }: Expectation, load: number): number {
  const expected = level + slope * (load - meanLoad);
  // a line is less certain for loads outside of its samples
  const unsure = slope === 0 || spread === 0 ? 0 : (load - meanLoad) ** 2 / spread;
  return Math.max(expected + 1.645 * deviation * Math.sqrt(1 + 1 / samples + unsure), expected + 0.1 * Math.abs(expected));
}

/**
 * Wald's sequential test: each sample is above the upper end with a probability of 0.05 where nothing changed, and of one half where harm was done. Harm is reported with an error
 * of one in ten thousand: neighbouring values are correlated, so a larger error would report harm too often.
 */
const [usually, harmed, mistaken] = [0.05, 0.5, 1e-4];
const shown = Math.log((1 - 0.05) / mistaken);

export interface Evidence {
  readonly harm: boolean;
  /** Samples of all signals that were compared. */
  readonly compared: number;
  readonly why: string;
}

/** @param signals since the change */
export function evidenceOf(expected: readonly Expectation[], signals: readonly WatchedSignal[]): Evidence {
  let [compared, worst, why] = [0, 0, ''];
  for (const one of expected) {
    const samples = (signals.find(({ name }) => name === one.signal)?.samples ?? []).filter(isKnown);
    const above = samples.map(({ load, value }) => value > upperOf(one, load));
    compared += samples.length;
    const weight = mostWeight(above);
    if (weight <= worst) continue;
    worst = weight;
    why = `${one.signal} was above its expected value in ${above.filter(Boolean).length} of ${samples.length} samples`;
  }
  const harm = worst >= shown;
  return { harm, compared, why: harm ? why : `${compared} samples: nothing was above its expected value for long` };
}

/** The test statistic, which restarts whenever the test is sure that nothing is wrong (Page's cumulative sum): late harm is as visible as early harm. */
function mostWeight(above: readonly boolean[]): number {
  let [weight, most] = [0, 0];
  for (const one of above) {
    weight = Math.max(0, weight + (one ? Math.log(harmed / usually) : Math.log((1 - harmed) / (1 - usually))));
    most = Math.max(most, weight);
  }
  return most;
}

function isKnown({ load, value }: WatchedSample): boolean {
  return Number.isFinite(load) && Number.isFinite(value);
}
