/** Isolation Forest (Liu, Ting and Zhou, 2008): a row that random cuts isolate quickly is unlike the others. */
import { type Matrix } from '../forest/bins';
import { known, unknown, type Outcome } from '../outcome';
import { integerBelow, type Random } from '../random';

export interface IsolationForest {
  /** From 0 to 1 for the features that begin at `offset`: about 0.5 is usual, near 1 is isolated. */
  score(features: Float64Array, offset?: number): number;
}

interface IsolationTree {
  /** Column of a node; −1 in a leaf. */
  readonly feature: number[];
  readonly cut: number[];
  readonly left: number[];
  readonly right: number[];
  /** Rows of a leaf. */
  readonly size: number[];
}

export interface IsolationOptions {
  readonly trees: number;
  /** Rows that each tree sees; 256 in the paper. */
  readonly sample: number;
}

export function fittedIsolationForest(rows: Matrix, { trees, sample }: IsolationOptions, random: Random): Outcome<IsolationForest> {
  for (const [name, value] of Object.entries({ trees, sample }))
    if (!(Number.isInteger(value) && value >= 1)) return unknown('invalid option', `${name} must be a positive integer, received ${value}`);
  if (rows.values.some((value) => !Number.isFinite(value))) return unknown('invalid samples', 'features must be finite');
  if (rows.rows < 2 || rows.columns < 1)
    return unknown('not enough data', `two rows with a feature are needed, received ${rows.rows} rows with ${rows.columns}`);
  const size = Math.min(sample, rows.rows);
  const grown = Array.from({ length: trees }, () => grownTree(rows, size, random));
  const usual = averagePath(size);
  return known({
    score: (features, offset = 0) => 2 ** (-grown.reduce((sum, tree) => sum + pathLength(tree, features, offset), 0) / trees / usual),
  });
}

/** Cuts of an unsuccessful search in a binary search tree of `n` rows: c(n) of the paper, with the harmonic number by Euler's constant. */
function averagePath(n: number): number {
  if (n <= 1) return 0;
  return n === 2 ? 1 : 2 * (Math.log(n - 1) + 0.5772156649) - (2 * (n - 1)) / n;
}

function grownTree(rows: Matrix, size: number, random: Random): IsolationTree {
  const tree: IsolationTree = { feature: [], cut: [], left: [], right: [], size: [] };
  // a row deeper than the average tree is usual
  grow(tree, { rows, random, deepest: Math.ceil(Math.log2(Math.max(size, 2))) }, drawn(rows.rows, size, random), 0);
  return tree;
}

/** `size` different rows, by the first steps of a Fisher-Yates shuffle. */
function drawn(count: number, size: number, random: Random): Int32Array {
  const all = Int32Array.from({ length: count }, (_, row) => row);
  for (let place = 0; place < size; place += 1) {
    const other = place + integerBelow(random, count - place);
    const row = all[other] ?? 0;
    all[other] = all[place] ?? 0;
    all[place] = row;
  }
  return all.slice(0, size);
}

interface Growth {
  readonly rows: Matrix;
  readonly random: Random;
  readonly deepest: number;
}

function grow(tree: IsolationTree, growth: Growth, members: Int32Array, depth: number): number {
  const node = tree.feature.push(-1) - 1;
  tree.cut.push(0);
  tree.left.push(0);
  tree.right.push(0);
  tree.size.push(members.length);
  const cut = depth < growth.deepest && members.length > 1 ? chanceCut(growth, members) : undefined;
  if (cut === undefined) return node;
  const { values, columns } = growth.rows;
  const goesLeft = (row: number): boolean => (values[row * columns + cut.feature] ?? 0) < cut.at;
  tree.feature[node] = cut.feature;
  tree.cut[node] = cut.at;
  tree.left[node] = grow(tree, growth, members.filter(goesLeft), depth + 1);
  tree.right[node] = grow(
    tree,
    growth,
    members.filter((row) => !goesLeft(row)),
    depth + 1,
  );
  return node;
}

/** A random cut between the lowest and the highest value of a feature that is not constant; undefined when all are constant. */
function chanceCut({ rows: { values, columns }, random }: Growth, members: Int32Array): { readonly feature: number; readonly at: number } | undefined {
  const first = integerBelow(random, columns);
  for (let tried = 0; tried < columns; tried += 1) {
    const feature = (first + tried) % columns;
    let [lowest, highest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const row of members) {
      const value = values[row * columns + feature] ?? 0;
      lowest = Math.min(lowest, value);
      highest = Math.max(highest, value);
    }
    // above the lowest, so that neither side is empty
    const at = lowest + (highest - lowest) * (1 - random());
    if (at > lowest) return { feature, at };
  }
  return undefined;
}

function pathLength(tree: IsolationTree, features: Float64Array, offset: number): number {
  let node = 0;
  for (let depth = 0; ; depth += 1) {
    const feature = tree.feature[node] ?? -1;
    if (feature < 0) return depth + averagePath(tree.size[node] ?? 1);
    node = ((features[offset + feature] ?? 0) < (tree.cut[node] ?? 0) ? tree.left[node] : tree.right[node]) ?? 0;
  }
}
