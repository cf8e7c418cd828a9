/** Grows one tree over a bootstrap sample (Breiman, "Random Forests", 2001): at each node the best split among some features drawn by chance. */
import { integerBelow, type Random } from '../random';
import { type Bins } from './bins';
import { SplitSearch, type Rows, type Span, type Split } from './best-split';
import { treeOf, type Nodes, type Tree } from './tree';

export interface TreeOptions {
  readonly featuresPerSplit: number;
  /** Least rows of a leaf. */
  readonly minLeaf: number;
  /** Most splits between root and leaf. */
  readonly maxDepth: number;
}

interface Growing {
  readonly rows: Rows;
  readonly search: SplitSearch;
  readonly options: TreeOptions;
  readonly random: Random;
  readonly nodes: Nodes;
  /** Columns, shuffled anew from the front for each node. */
  readonly columns: Uint16Array;
}

interface Open extends Span {
  readonly node: number;
  readonly depth: number;
}

export function grownTree(bins: Bins, targets: Float64Array, options: TreeOptions, random: Random): Tree {
  const count = targets.length;
  const order = Int32Array.from({ length: count }, () => integerBelow(random, count));
  const rows: Rows = { order, ordered: Float64Array.from(order, (row) => targets[row] ?? 0), codes: bins.codes, stride: count };
  const nodes: Nodes = { feature: [], bin: [], left: [], mean: [] };
  const columns = Uint16Array.from(bins.edges, (_, column) => column);
  const growing: Growing = { rows, search: new SplitSearch(rows, options.minLeaf), options, random, nodes, columns };
  const open: Open[] = [{ ...spanOf(rows, 0, count), node: addNode(nodes), depth: 0 }];
  for (let span = open.pop(); span !== undefined; span = open.pop()) divide(growing, span, open);
  return treeOf(nodes, bins);
}

function divide(growing: Growing, span: Open, open: Open[]): void {
  const { nodes, rows, options } = growing;
  const count = span.until - span.from;
  nodes.mean[span.node] = span.sum / count;
  if (count < 2 * options.minLeaf || span.depth >= options.maxDepth || isConstant(rows, span)) return;
  const best = bestSplit(growing, span);
  if (best.feature < 0) return;
  const middle = partition(rows, span, best);
  const left = addNode(nodes);
  const right = addNode(nodes);
  nodes.feature[span.node] = best.feature;
  nodes.bin[span.node] = best.bin;
  nodes.left[span.node] = left;
  open.push({ ...spanOf(rows, middle, span.until), node: right, depth: span.depth + 1 });
  open.push({ ...spanOf(rows, span.from, middle), node: left, depth: span.depth + 1 });
}

/** Features are drawn until enough were tried and one of them can split, as in scikit-learn: a constant feature does not count as a try. */
function bestSplit({ search, options, random, columns }: Growing, span: Span): Split {
  const count = span.until - span.from;
  const parent = (span.sum * span.sum) / count;
  // a gain within rounding errors does not count
  const best: Split = { feature: -1, bin: 0, gain: parent + Math.abs(parent) * 1e-12 };
  for (let tried = 0; tried < columns.length && (tried < options.featuresPerSplit || best.feature < 0); tried += 1) {
    const other = tried + integerBelow(random, columns.length - tried);
    const column = columns[other] ?? 0;
    columns[other] = columns[tried] ?? 0;
    columns[tried] = column;
    search.improve(best, column, span);
  }
  return best;
}

function partition({ order, ordered, codes, stride }: Rows, { from, until }: Span, { feature, bin }: Split): number {
  const base = feature * stride;
  let low = from;
  let high = until - 1;
  while (low <= high) {
    const row = order[low] ?? 0;
    if ((codes[base + row] ?? 0) <= bin) {
      low += 1;
      continue;
    }
    const target = ordered[low] ?? 0;
    order[low] = order[high] ?? 0;
    ordered[low] = ordered[high] ?? 0;
    order[high] = row;
    ordered[high] = target;
    high -= 1;
  }
  return low;
}

function spanOf({ ordered }: Rows, from: number, until: number): Span {
  let sum = 0;
  for (let index = from; index < until; index += 1) sum += ordered[index] ?? 0;
  return { from, until, sum };
}

function isConstant({ ordered }: Rows, { from, until }: Span): boolean {
  const first = ordered[from];
  for (let index = from + 1; index < until; index += 1) if (ordered[index] !== first) return false;
  return true;
}

function addNode({ feature, bin, left, mean }: Nodes): number {
  bin.push(0);
  left.push(0);
  mean.push(0);
  return feature.push(-1) - 1;
}
