/** A regression tree as arrays: node after node, children side by side. A service keeps the forests of many loads, so a node takes twelve bytes. */
import { type Bins } from './bins';

export interface Tree {
  /** Column that a node compares; −1 in a leaf. */
  readonly feature: Int16Array;
  /** Of a node its threshold: values that are not above it go left, and so do unknown ones. Of a leaf the mean of its targets. */
  readonly value: Float64Array;
  /** Left child; the right one is the next. */
  readonly left: Uint16Array | Int32Array;
}

export interface Nodes {
  readonly feature: number[];
  readonly bin: number[];
  readonly left: number[];
  readonly mean: number[];
}

/** Nodes of which each has a number of 16 bits. */
const mostShort = 2 ** 16;

/** Replaces bins by the values of their edges, so that a prediction needs no bins. */
export function treeOf({ feature, bin, left, mean }: Nodes, { edges }: Bins): Tree {
  return {
    feature: Int16Array.from(feature),
    value: Float64Array.from(feature, (column, node) => (column < 0 ? (mean[node] ?? 0) : (edges[column]?.[bin[node] ?? 0] ?? 0))),
    left: feature.length <= mostShort ? Uint16Array.from(left) : Int32Array.from(left),
  };
}

export function predict({ feature, value, left }: Tree, features: Float64Array, offset: number): number {
  let node = 0;
  for (;;) {
    const column = feature[node] ?? -1;
    if (column < 0) return value[node] ?? 0;
    // comparisons with NaN are false: an unknown value goes left, as in training
    node = (left[node] ?? 0) + ((features[offset + column] ?? 0) > (value[node] ?? 0) ? 1 : 0);
  }
}
