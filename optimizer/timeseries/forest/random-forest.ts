/** A Random Forest for regression: the mean of trees that were grown on different samples. Only a fitted one can predict. */
import { known, unknown, type Outcome } from '../outcome';
import { type Random } from '../random';
import { binned, type Matrix } from './bins';
import { grownTree, type TreeOptions } from './grow';
import { predict, type Tree } from './tree';

export interface ForestOptions extends TreeOptions {
  readonly trees: number;
}

export interface Forest {
  /** The mean of the trees' answers for the features that begin at `offset`. */
  predict(features: Float64Array, offset?: number): number;
}

export function fittedForest(features: Matrix, targets: Float64Array, options: ForestOptions, random: Random): Outcome<Forest> {
  const fault = faultOf(features, targets, options);
  if (fault !== undefined) return unknown('invalid option', fault);
  if (features.rows < 2 * options.minLeaf)
    return unknown('not enough data', `a forest with leaves of ${options.minLeaf} needs ${2 * options.minLeaf} rows, received ${features.rows}`);
  const bins = binned(features);
  const trees = Array.from({ length: options.trees }, () => grownTree(bins, targets, options, random));
  return known(forestOf(trees));
}

/** Apart from the fit, so that a forest keeps its trees alone: a function keeps all that the one around it has at hand, the rows that it learned from too. */
function forestOf(trees: readonly Tree[]): Forest {
  return { predict: (row, offset = 0) => mean(trees, row, offset) };
}

function faultOf({ rows, columns, values }: Matrix, targets: Float64Array, { trees, featuresPerSplit, minLeaf, maxDepth }: ForestOptions): string | undefined {
  for (const [name, value] of Object.entries({ trees, featuresPerSplit, minLeaf, maxDepth }))
    if (!(Number.isInteger(value) && value >= 1)) return `${name} must be a positive integer, received ${value}`;
  if (values.length !== rows * columns) return `a matrix of ${rows} × ${columns} must have ${rows * columns} values, received ${values.length}`;
  if (targets.length !== rows) return `each of ${rows} rows must have a target, received ${targets.length}`;
  const bad = targets.findIndex((target) => !Number.isFinite(target));
  return bad < 0 ? undefined : `targets must be finite, received ${targets[bad] ?? Number.NaN} in row ${bad}`;
}

function mean(trees: readonly Tree[], features: Float64Array, offset: number): number {
  let sum = 0;
  for (const tree of trees) sum += predict(tree, features, offset);
  return sum / trees.length;
}
