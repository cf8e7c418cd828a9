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

/** Samples before a change that the comparison needs, and fewest of the newest after it that are judged together. */
const [leastBefore, leastAfter] = [20, 3];
/** Bounds of the correlation of neighbouring samples: rates look back over twice their distance, so half of each is its neighbour's; and one that is nearly certain would excuse everything. */
const correlations = { least: 0.5, most: 0.9 };
/**
 * Deviations from which on the mean of five samples and more is harm. Ten looks at four signals are taken of each change, and residuals have heavier tails than a normal distribution, where 4 is one in thirty thousand.
 * Fewer samples are within one pause of a machine, and have to be that much further away.
 */
const [shown, enough] = [4, 5];
/** What is smaller is no harm, however certain it is. Of a signal without a line, a tenth of what is expected. */
const noticeable: Readonly<Record<string, number>> = { errors: 0.01, 'waiting for a connection': 0.3, 'missed reads': 0.05 };

/**
 * A line through the samples before the change, by least squares; undefined when there are too few. Its deviation is the long-run one, with which means of neighbouring samples spread around the line: the
 * deviation of one sample times √((1 + ρ) / (1 − ρ)), where ρ is the correlation of neighbours (Bayley and Hammersley, "The effective number of independent observations in an autocorrelated time series", 1946).
 */
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
  const residuals = known.map(({ load, value }) => value - meanValue - slope * (load - meanLoad));
  const squares = residuals.reduce((sum, residual) => sum + residual ** 2, 0);
  const neighbours = residuals.slice(1).reduce((sum, residual, index) => sum + residual * (residuals[index] ?? 0), 0);
  const correlation = Math.min(Math.max(squares > 0 ? neighbours / squares : 0, correlations.least), correlations.most);
  const deviation = Math.sqrt((squares / (known.length - 2)) * ((1 + correlation) / (1 - correlation)));
  return { signal: name, level: meanValue, slope, deviation, meanLoad, spread, samples: known.length };
}

function expectedAt({ level, slope, meanLoad }: Expectation, load: number): number {
  return level + slope * (load - meanLoad);
}

/** How far the mean of some samples is above what was expected of their loads. */
export interface Excess {
  /** In the unit of the signal. */
  readonly excess: number;
  readonly expected: number;
  /** In deviations of such a mean; the line itself is less certain for loads outside of its samples. */
  readonly deviations: number;
}

export function excessOf(expectation: Expectation, samples: readonly WatchedSample[]): Excess {
  const { deviation, meanLoad, slope, spread, samples: before } = expectation;
  const mean = (pick: (sample: WatchedSample) => number): number => samples.reduce((sum, sample) => sum + pick(sample), 0) / samples.length;
  const [load, expected] = [mean((sample) => sample.load), mean((sample) => expectedAt(expectation, sample.load))];
  const unsure = slope === 0 || spread === 0 ? 0 : (load - meanLoad) ** 2 / spread;
  const excess = mean(({ value }) => value) - expected;
  return { excess, expected, deviations: excess <= 0 ? 0 : excess / (deviation * Math.sqrt(1 / samples.length + 1 / before + unsure)) };
}

export interface Evidence {
  readonly harm: boolean;
  /** Samples of all signals that were compared. */
  readonly compared: number;
  readonly why: string;
}

/**
 * The newest samples of each signal, the last three or more of them together: harm that began late shows as well as one that began at once, and one sample alone shows none.
 * @param signals since the change
 */
export function evidenceOf(expected: readonly Expectation[], signals: readonly WatchedSignal[]): Evidence {
  let [compared, worst, why] = [0, 0, ''];
  for (const one of expected) {
    const samples = (signals.find(({ name }) => name === one.signal)?.samples ?? []).filter(isKnown);
    compared += samples.length;
    for (let count = leastAfter; count <= samples.length; count += 1) {
      const { excess, expected: usual, deviations } = excessOf(one, samples.slice(-count));
      const least = Math.max(noticeable[one.signal] ?? 0, 0.1 * Math.abs(usual));
      const weight = deviations * Math.min(count / enough, 1);
      if (excess < least || weight <= worst) continue;
      worst = weight;
      why = `${one.signal} was ${short(usual + excess)} in the last ${count} samples, ${short(usual)} was expected`;
    }
  }
  const harm = worst >= shown;
  return { harm, compared, why: harm ? why : `${compared} samples: nothing was above its expected value for long` };
}

const short = (value: number): string => String(Number(value.toPrecision(3)));

function isKnown({ load, value }: WatchedSample): boolean {
  return Number.isFinite(load) && Number.isFinite(value);
}
