/** Deletes objects that a release no longer has, if an earlier release made them. */
import { argumentsOf, referenceOf } from './object-key';
import { isForeign, managersOf, unrecorded } from '../ownership/managers';
import { fieldManager, type Cluster } from './place';

/** Outcome of each key, in this order. */
export type Removal = 'deleted' | 'was gone' | 'left: another manager has created it again';

/**
 * An object that another manager deleted and created again under the same name has that manager's fields and none of ours, and stays.
 * @throws Error with what kubectl said
 */
export function remove(cluster: Cluster, keys: readonly string[], say: (key: string, removal: Removal) => void): void {
  for (const key of keys) {
    const reference = argumentsOf(referenceOf(key));
    const found = cluster.try(['get', ...reference, '--ignore-not-found', '--show-managed-fields', '--output=json']);
    // when a kind is deleted, its objects are deleted too
    if (!found.ok && !/doesn't have a resource type|no matches for kind/.test(found.why)) throw new Error(found.why);
    if (!found.ok || found.output.trim() === '') say(key, 'was gone');
    else if (isOfAnother(JSON.parse(found.output))) say(key, 'left: another manager has created it again');
    else {
      cluster.run(['delete', ...reference, '--ignore-not-found', '--timeout=2m']);
      say(key, 'deleted');
    }
  }
}

/** Of an object whose manifest states nothing beside its name, such as a bare ServiceAccount, nobody owns a field. */
function isOfAnother(live: unknown): boolean {
  const managers = managersOf(live);
  return !managers.some(({ manager }) => manager === fieldManager) && managers.some((one) => isForeign(one) && one.manager !== unrecorded);
}
