/** What a signal would be without a change: a line over the load, which a few wild samples cannot bend. */
import { quantile } from '../timeseries/quantile';
import { calmBound, isCalm } from './disturbance';
import { mostThatLasted } from './lasting-excess';
import type { Expectation } from './tunables';
import { isKnown, type WatchedSample, type WatchedSignal } from './watched-signal';

/** Samples before a change that the comparison needs. */
const leastBefore = 20;
/** The deviation of a normal distribution is so many times its median absolute deviation. */
const perMedianDeviation = 1.4826;

/** Through the calm samples before a change; undefined when there are too few. */
export function expectationOf({ name, samples }: WatchedSignal): Expectation | undefined {
  const calm = calmBound(samples);
  const known = samples.filter((sample) => isKnown(sample) && isCalm(sample, calm));
  if (known.length < leastBefore) return undefined;
  const loads = Float64Array.from(known, ({ load }) => load);
  const meanLoad = loads.reduce((sum, load) => sum + load, 0) / known.length;
  const spread = loads.reduce((sum, load) => sum + (load - meanLoad) ** 2, 0);
  // a load that hardly moved gives no slope
  const slope = spread > known.length * (0.01 * meanLoad) ** 2 ? medianSlope(known) : 0;
  const level = quantile(
    Float64Array.from(known, ({ load, value }) => value - slope * (load - meanLoad)),
    0.5,
  );
  const past = known.map(({ at, load, value }) => ({ at, excess: value - level - slope * (load - meanLoad) }));
  const deviation =
    perMedianDeviation *
    quantile(
      Float64Array.from(past, ({ excess }) => Math.abs(excess)),
      0.5,
    );
  return {
    signal: name,
    level,
    slope,
    deviation,
    meanLoad,
    spread,
    samples: known.length,
    loads: [Math.min(...loads), Math.max(...loads)],
    lasting: [...mostThatLasted(past)],
    ...(calm === undefined ? {} : { calm }),
  };
}

/** The median of the slopes of all pairs: of the samples three in ten may be anything (Theil, 1950; Sen, "Estimates of the Regression Coefficient Based on Kendall's Tau", 1968). */
function medianSlope(samples: readonly WatchedSample[]): number {
  const slopes: number[] = [];
  for (const [index, a] of samples.entries())
    for (const b of samples.slice(index + 1)) if (a.load !== b.load) slopes.push((b.value - a.value) / (b.load - a.load));
  const median = quantile(Float64Array.from(slopes), 0.5);
  return Number.isNaN(median) ? 0 : median;
}

/** Signals that are worse where fewer requests come: what is read seldom is forgotten before it is read again. All others are worse where more come. */
const worseWithLess: ReadonlySet<string> = new Set(['missed reads']);

/**
 * At a load that was seen, a point of the line. Outside, nobody knows how a queue goes on, or a cache: the line does not fall from there, and on the side that may be worse it counts as many times as the load is beyond what
 * was seen, so that only harm which no change of the load explains is harm.
 */
export function expectedAt({ signal, level, slope, meanLoad, loads }: Expectation, load: number): number {
  const at = (place: number): number => level + slope * (place - meanLoad);
  const [least, most] = loads ?? [-Infinity, Infinity];
  const isLess = worseWithLess.has(signal);
  if (load > most) return Math.max(at(load), at(most)) * (isLess ? 1 : load / most);
  if (load < least) return Math.max(at(load), at(least)) * (isLess ? least / Math.max(load, least / 10) : 1);
  return at(load);
}

/** Deviations of one minute that was not seen: the line itself is less certain for loads outside of its samples. */
export function deviationAt({ deviation, meanLoad, slope, spread, samples }: Expectation, load: number): number {
  const unsure = slope === 0 || spread === 0 ? 0 : (load - meanLoad) ** 2 / spread;
  return deviation * Math.sqrt(1 + 1 / samples + unsure);
}
