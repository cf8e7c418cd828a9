/** What changed between two generations of one environment, object by object. */
import { isDeepStrictEqual } from 'node:util';
import { keyOf, type ManifestObject } from '../checks/manifest';

export interface ManifestChanges {
  /** Keys of objects, `Kind/namespace/name`, in alphabetical order. */
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
}

export function manifestChanges(before: readonly ManifestObject[], after: readonly ManifestObject[]): ManifestChanges {
  const old = byKey(before);
  const fresh = byKey(after);
  return {
    added: [...fresh.keys()].filter((key) => !old.has(key)).sort(),
    changed: [...fresh].flatMap(([key, body]) => (old.has(key) && !isDeepStrictEqual(old.get(key), body) ? [key] : [])).sort(),
    removed: [...old.keys()].filter((key) => !fresh.has(key)).sort(),
  };
}

export function isUnchanged({ added, changed, removed }: ManifestChanges): boolean {
  return added.length + changed.length + removed.length === 0;
}

function byKey(objects: readonly ManifestObject[]): ReadonlyMap<string, unknown> {
  return new Map(objects.map((object) => [keyOf(object), object.body]));
}
