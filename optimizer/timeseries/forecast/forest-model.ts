/** The Random Forest as a model of a load: one forest a horizon, trained on every past step whose outcome is known. */
import { fittedForest, type Forest, type ForestOptions } from '../forest/random-forest';
import { known, unknown, type Outcome } from '../outcome';
import { type Random } from '../random';
import { type RegularSeries } from '../series';
import { featureCount, levelOf, writeFeatures } from './features';
import { type FittedModel, type Model } from './model';

/** A third of the features a split is Breiman's advice for regression. Leaves of five: means of fewer follow the noise. */
const forestOptions: ForestOptions = { trees: 40, featuresPerSplit: Math.ceil(featureCount / 3), minLeaf: 5, maxDepth: 24 };

/** An outcome that differs from the level by a factor above e² is a jump, and teaches nothing about the next one. */
const widest = 2;

export function forestModel(options: ForestOptions = forestOptions): Model {
  return {
    name: 'random forest',
    fit(past, horizons, random) {
      const forests = new Map<number, Forest>();
      for (const horizon of horizons) {
        const forest = taught(past, horizon, options, random);
        if (!forest.ok) return forest;
        forests.set(horizon, forest.value);
      }
      return known(fittedTo(forests));
    },
  };
}

/** The target is ln(outcome / level): means of logarithms are near the median, which minimizes absolute errors, and a level shift does not change them. */
function taught(past: RegularSeries, horizon: number, options: ForestOptions, random: Random): Outcome<Forest> {
  const moments: number[] = [];
  const targets: number[] = [];
  for (let now = 0; now + horizon < past.values.length; now += 1) {
    const target = Math.log((past.values[now + horizon] ?? Number.NaN) / levelOf(past, now));
    if (Number.isNaN(target)) continue;
    moments.push(now);
    targets.push(Math.min(Math.max(target, -widest), widest));
  }
  if (moments.length < 50) return unknown('not enough data', `50 steps with a known outcome are needed, received ${moments.length}`);
  const values = new Float64Array(moments.length * featureCount);
  for (const [row, now] of moments.entries()) writeFeatures(past, { now, horizon }, values, row * featureCount);
  return fittedForest({ rows: moments.length, columns: featureCount, values }, Float64Array.from(targets), options, random);
}

function fittedTo(forests: ReadonlyMap<number, Forest>): FittedModel {
  const features = new Float64Array(featureCount);
  return {
    forecast(series, now, horizon) {
      const forest = forests.get(horizon);
      if (forest === undefined)
        return unknown('invalid option', `horizon must be one of those that were fitted (${[...forests.keys()].join(', ')}), received ${horizon}`);
      const level = levelOf(series, now);
      if (!Number.isFinite(level)) return unknown('all gaps', `the half hour before step ${now} is a gap`);
      writeFeatures(series, { now, horizon }, features);
      return known(level * Math.exp(forest.predict(features)));
    },
  };
}
