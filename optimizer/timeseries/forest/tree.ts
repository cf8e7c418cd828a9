/** A regression tree as arrays: node after node, children side by side. */
import { type Bins } from './bins';

export interface Tree {
  /** Column that a node compares; −1 in a leaf. */
  readonly feature: Int16Array;
  /** Values that are not above it go left, and so do unknown ones. */
  readonly threshold: Float64Array;
  /** Left child; the right one is the next. */
  readonly left: Int32Array;
  /** Mean of the targets in a leaf. */
  readonly mean: Float64Array;
}

export interface Nodes {
  readonly feature: number[];
  readonly bin: number[];
  readonly left: number[];
  readonly mean: number[];
}

/** Replaces bins by the values of their edges, so that a prediction needs no bins. */
export function treeOf(nodes: Nodes, { edges }: Bins): Tree {
  return {
    feature: Int16Array.from(nodes.feature),
    threshold: Float64Array.from(nodes.feature, (feature, node) => edges[feature]?.[nodes.bin[node] ?? 0] ?? 0),
    left: Int32Array.from(nodes.left),
    mean: Float64Array.from(nodes.mean),
  };
}

export function predict({ feature, threshold, left, mean }: Tree, features: Float64Array, offset: number): number {
  let node = 0;
  for (;;) {
    const column = feature[node] ?? -1;
    if (column < 0) return mean[node] ?? 0;
    // comparisons with NaN are false: an unknown value goes left, as in training
    node = (left[node] ?? 0) + ((features[offset + column] ?? 0) > (threshold[node] ?? 0) ? 1 : 0);
  }
}
