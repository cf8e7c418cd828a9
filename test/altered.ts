/** Copies of a valid configuration with a few fields changed by path: `{ 'workloads[0].scaling.minReplicas': 51 }`. */
import { stepsOf } from '../config/record';

export type Changes = Readonly<Record<string, unknown>>;
type Tree = Record<string, unknown>;

/** A copy of `source` with the changes; `undefined` removes the field. */
export function altered(source: unknown, changes: Changes): unknown {
  const copy = structuredClone(source);
  for (const [path, value] of Object.entries(changes)) set(copy, stepsOf(path), value);
  return copy;
}

function set(source: unknown, path: readonly string[], value: unknown): void {
  const [last, ...above] = [...path].reverse();
  const parent = above.reverse().reduce<unknown>((tree, step) => (isTree(tree) ? tree[step] : undefined), source);
  if (last === undefined || !isTree(parent)) throw new Error(`a change must have a place, received ${path.join('.')}`);
  if (value === undefined) Reflect.deleteProperty(parent, last);
  // a copy, so that a later change below this path does not change the caller's object
  else parent[last] = structuredClone(value);
}

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null;
}
