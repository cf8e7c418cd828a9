/** The result of an expression at a time: a scalar, or an instant vector. */
import { keyOf, type Labels } from './stored-series';

export interface Element {
  readonly labels: Labels;
  readonly value: number;
}
export type Vector = readonly Element[];
export type Result = number | Vector;

export function vectorOf(result: Result): Vector {
  if (typeof result === 'number') throw new Error(`must be a vector, received the number ${result}`);
  return result;
}

export function numberOf(result: Result): number {
  if (typeof result !== 'number') throw new Error(`must be a number, received a vector of ${result.length}`);
  return result;
}

export function withoutName(labels: Labels): Labels {
  const { __name__: _, ...rest } = labels;
  return rest;
}

export function mapped(vector: Vector, change: (value: number) => number): Vector {
  return vector.map(({ labels, value }) => ({ labels: withoutName(labels), value: change(value) }));
}

/** Labels that elements must have in common to match: those in `on`, else all except the name. */
export interface Matching {
  readonly on?: readonly string[] | undefined;
}

export function matched({ on }: Matching, labels: Labels): Labels {
  return on === undefined ? withoutName(labels) : Object.fromEntries(on.flatMap((label) => (labels[label] === undefined ? [] : [[label, labels[label]]])));
}

/** Groups elements by their matching labels. */
export function grouped(vector: Vector, keyFrom: (labels: Labels) => string): readonly Vector[] {
  const groups = new Map<string, Element[]>();
  for (const element of vector) {
    const key = keyFrom(element.labels);
    const group = groups.get(key) ?? [];
    groups.set(key, group);
    group.push(element);
  }
  return [...groups.values()];
}

export function groupKey(matching: Matching, labels: Labels): string {
  return keyOf(matched(matching, labels));
}
