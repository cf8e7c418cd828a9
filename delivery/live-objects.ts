/** Reads live objects in few calls: most of the time of a small call is the start of kubectl. */
import type { ManifestObject } from '../checks/manifest';
import { isRecord } from '../config/record';
import type { Kubectl } from './kubectl';

/** Identifies one object at the API server. */
export type Identity = Pick<ManifestObject, 'group' | 'version' | 'kind' | 'namespace' | 'name'>;

/** Objects in one call of kubectl: a call must end long before the lock of an apply does. */
const batch = 200;

/** Lists of at most 200, in the same order. */
export function inBatches<T>(all: readonly T[]): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(all.length / batch) }, (_, index) => all.slice(index * batch, (index + 1) * batch));
}

/**
 * Those of the objects that exist, with their managed fields. kubectl asks for one after the other, in this order.
 * @throws Error with what kubectl said
 */
export function liveObjects(cluster: Pick<Kubectl, 'try'>, objects: readonly Identity[]): readonly unknown[] {
  const found = foundObjects(cluster, objects);
  if (typeof found === 'string') throw new Error(found);
  return found;
}

/** The same; if kubectl fails, its message instead of an error. */
export function foundObjects(cluster: Pick<Kubectl, 'try'>, objects: readonly Identity[]): readonly unknown[] | string {
  const found: unknown[] = [];
  for (const some of inBatches(objects)) {
    const input = documents(some.map(identityOf));
    const result = cluster.try(['get', '-f', '-', '--ignore-not-found', '--show-managed-fields', '--output=json'], input);
    if (!result.ok) return result.why;
    found.push(...objectsIn(result.output));
  }
  return found;
}

function identityOf({ group, version, kind, namespace, name }: Identity): object {
  const apiVersion = group === '' ? version : `${group}/${version}`;
  return { apiVersion, kind, metadata: { name, ...(namespace === undefined ? {} : { namespace }) } };
}

/** Objects as kubectl reads them, one a line. Not as a List: what is in one is validated by kubectl itself, by a schema of megabytes that each call would load, and a part of an object fails. */
export function documents(items: readonly object[]): string {
  return items.map((item) => `${JSON.stringify(item)}\n`).join('');
}

/** Objects of a list that kubectl printed, of lists in it, of one object, or of nothing. */
export function objectsIn(output: string): readonly unknown[] {
  return output.trim() === '' ? [] : flat(JSON.parse(output));
}

function flat(answer: unknown): readonly unknown[] {
  return isRecord(answer) && answer['kind'] === 'List' && Array.isArray(answer['items']) ? (answer['items'] as readonly unknown[]).flatMap(flat) : [answer];
}
