/** Binary operators of PromQL (promql/engine.go: `VectorBinop`, `VectorscalarBinop`, `VectorAnd`, `VectorOr`, `VectorUnless`). */
import { groupKey, mapped, matched, withoutName, type Matching, type Result, type Vector } from './vector';

/** Arithmetic operators by their names in Prometheus' grammar. */
export const arithmetic: Readonly<Record<string, (left: number, right: number) => number>> = {
  Add: (left, right) => left + right,
  Sub: (left, right) => left - right,
  Mul: (left, right) => left * right,
  Div: (left, right) => left / right,
};
export const comparisons: Readonly<Record<string, (left: number, right: number) => boolean>> = {
  Gtr: (left, right) => left > right,
  Gte: (left, right) => left >= right,
  Lss: (left, right) => left < right,
  Lte: (left, right) => left <= right,
  // the grammar's name for `==`
  Eql: (left, right) => left === right,
  EqlC: (left, right) => left === right,
  Neq: (left, right) => left !== right,
};

export interface Operation extends Matching {
  /** Name of the operator in the grammar. */
  readonly operator: string;
  /** Whether a comparison returns 0 or 1 (`bool`) instead of filtering. */
  readonly bool: boolean;
}

/** @throws Error for an operator that is not implemented, and for many-to-one matches */
export function combined(operation: Operation, left: Result, right: Result): Result {
  const setOperator = sets[operation.operator];
  if (setOperator !== undefined) {
    if (typeof left === 'number' || typeof right === 'number') throw new Error(`${operation.operator} must stand between vectors`);
    return setOperator(operation, left, right);
  }
  const compute = arithmetic[operation.operator];
  const compare = comparisons[operation.operator];
  if (compute !== undefined) return computed(operation, compute, [left, right]);
  if (compare === undefined) throw new Error(`must be an operator that is known here, received ${operation.operator}`);
  if (operation.bool) return computed(operation, (one, other) => Number(compare(one, other)), [left, right]);
  return chosen(operation, compare, [left, right]);
}

const sets: Readonly<Record<string, (matching: Matching, left: Vector, right: Vector) => Vector>> = {
  And: (matching, left, right) => left.filter(memberOf(matching, right)),
  Unless: (matching, left, right) => left.filter((element) => !memberOf(matching, right)(element)),
  Or: (matching, left, right) => [...left, ...right.filter((element) => !memberOf(matching, left)(element))],
};

function memberOf(matching: Matching, vector: Vector): (element: Vector[number]) => boolean {
  const keys = new Set(vector.map(({ labels }) => groupKey(matching, labels)));
  return ({ labels }) => keys.has(groupKey(matching, labels));
}

type Sides = readonly [left: Result, right: Result];

function computed(matching: Matching, compute: (left: number, right: number) => number, [left, right]: Sides): Result {
  if (typeof left === 'number') return typeof right === 'number' ? compute(left, right) : mapped(right, (value) => compute(left, value));
  if (typeof right === 'number') return mapped(left, (value) => compute(value, right));
  return pairs(matching, left, right).map(({ labels, one, other }) => ({ labels: withoutName(labels), value: compute(one, other) }));
}

/** The elements for which the comparison holds; for a vector and a scalar, the elements of the vector with their labels. */
function chosen(matching: Matching, compare: (left: number, right: number) => boolean, [left, right]: Sides): Vector {
  if (typeof left === 'number') {
    if (typeof right === 'number') throw new Error('a comparison of two numbers must have bool');
    return right.filter(({ value }) => compare(left, value));
  }
  if (typeof right === 'number') return left.filter(({ value }) => compare(value, right));
  return pairs(matching, left, right).flatMap(({ labels, one, other }) => (compare(one, other) ? [{ labels, value: one }] : []));
}

interface Pair {
  /** Labels of the result: the matching labels, or those of the left side. */
  readonly labels: Vector[number]['labels'];
  readonly one: number;
  readonly other: number;
}

function pairs(matching: Matching, left: Vector, right: Vector): readonly Pair[] {
  const others = new Map<string, number>();
  for (const { labels, value } of right) once(others, groupKey(matching, labels), value);
  const seen = new Map<string, number>();
  return left.flatMap(({ labels, value }) => {
    const key = groupKey(matching, labels);
    const other = others.get(key);
    if (other === undefined) return [];
    once(seen, key, value);
    return [{ labels: matching.on === undefined ? labels : matched(matching, labels), one: value, other }];
  });
}

function once(values: Map<string, number>, key: string, value: number): void {
  if (values.has(key)) throw new Error(`one element of a side must belong to one of the other, received several for ${key}`);
  values.set(key, value);
}
