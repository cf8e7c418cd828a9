/** Configurations that differ from a valid one in a few places, by path: `{ 'workloads[0].scaling.minReplicas': 51 }`. */
import { stepsOf } from '../config/record';

export type Changes = Readonly<Record<string, unknown>>;
type Tree = Record<string, unknown>;

/** A copy of `source` with the changes; `undefined` removes what is there. */
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
  // a copy: a later change beneath this place must not reach what the caller holds
  else parent[last] = structuredClone(value);
}

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null;
}
