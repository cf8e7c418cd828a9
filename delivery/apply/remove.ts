/** Deletes what a release no longer has, as long as it is what a release made. */
import { z } from 'zod';
import { argumentsOf, referenceOf } from './object-key';
import { fieldManager, type Cluster } from './place';

const owned = z.object({ metadata: z.object({ managedFields: z.array(z.object({ manager: z.string().default('') })).default([]) }) });

/** Told of each key, in this order. */
export type Removal = 'deleted' | 'was gone' | 'left: somebody else made it anew';

/**
 * An object that was deleted and made again by somebody else under the name of ours has none of our fields, and stays.
 * @throws Error with what kubectl said
 */
export function remove(cluster: Cluster, keys: readonly string[], say: (key: string, removal: Removal) => void): void {
  for (const key of keys) {
    const reference = argumentsOf(referenceOf(key));
    const found = cluster.try(['get', ...reference, '--ignore-not-found', '--show-managed-fields', '--output=json']);
    // a kind that is gone took its objects along
    if (!found.ok && !/doesn't have a resource type|no matches for kind/.test(found.why)) throw new Error(found.why);
    if (!found.ok || found.output.trim() === '') say(key, 'was gone');
    else if (!owned.parse(JSON.parse(found.output)).metadata.managedFields.some(({ manager }) => manager === fieldManager))
      say(key, 'left: somebody else made it anew');
    else {
      cluster.run(['delete', ...reference, '--ignore-not-found', '--timeout=2m']);
      say(key, 'deleted');
    }
  }
}
