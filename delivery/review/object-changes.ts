/** Changes of each object between two generations of one environment. */
import { isDeepStrictEqual } from 'node:util';
import { keyOf, type ManifestObject } from '../../checks/manifest';
import { withData } from './embedded-data';
import { fieldChanges, type FieldChange } from './field-changes';
import { knownListKeys } from '../../checks/objects/list-keys';

export type ObjectChange =
  | { readonly kind: 'added'; readonly object: ManifestObject }
  | { readonly kind: 'removed'; readonly object: ManifestObject }
  /** Another name for the same content: an object is made, and the old one stays until it is pruned. */
  | { readonly kind: 'renamed'; readonly object: ManifestObject; readonly from: ManifestObject }
  /** `from` has another name where the name ends in a hash of the content. */
  | { readonly kind: 'changed'; readonly object: ManifestObject; readonly from: ManifestObject; readonly fields: readonly FieldChange[] };

/** In alphabetical order of their keys. */
export function objectChanges(before: readonly ManifestObject[], after: readonly ManifestObject[]): readonly ObjectChange[] {
  const [old, fresh] = [byIdentity(before), byIdentity(after)];
  const gone = [...old].filter(([identity]) => !fresh.has(identity)).map(([, object]) => object);
  const made = [...fresh].filter(([identity]) => !old.has(identity)).map(([, object]) => object);
  const renamed = made.flatMap((object) => {
    const from = gone.find((candidate) => isRenamed(candidate, object));
    return from === undefined ? [] : [{ kind: 'renamed', object, from } as const];
  });
  const changes: readonly ObjectChange[] = [
    ...made.filter((object) => !renamed.some((one) => one.object === object)).map((object) => ({ kind: 'added', object }) as const),
    ...gone.filter((object) => !renamed.some(({ from }) => from === object)).map((object) => ({ kind: 'removed', object }) as const),
    ...renamed,
    ...[...fresh].flatMap(([identity, object]) => {
      const from = old.get(identity);
      return from === undefined ? [] : changeOf(from, object);
    }),
  ];
  return [...changes].sort((one, other) => (keyOf(one.object) < keyOf(other.object) ? -1 : 1));
}

function changeOf(from: ManifestObject, object: ManifestObject): readonly ObjectChange[] {
  // most objects do not change, and their files need not be read
  if (isDeepStrictEqual(from.body, object.body)) return [];
  const shapes = knownListKeys[`${object.group}/${object.version}/${object.kind}`];
  const named = (one: ManifestObject): unknown => renamedTo(withData(one), hashless(object.name));
  const fields = fieldChanges(named(from), named(object), shapes);
  // its readers use its new name, and people see that change
  return fields.length === 0 ? [] : [{ kind: 'changed', object, from, fields }];
}

/** A ConfigMap whose name has a hash of its content counts as the same object with other content. */
function byIdentity(objects: readonly ManifestObject[]): ReadonlyMap<string, ManifestObject> {
  return new Map(objects.map((object) => [keyOf({ ...object, name: hashless(object.name) }), object]));
}

/** `grafana-0a1b2c3d4e` → `grafana-*`. */
export function hashless(name: string): string {
  return name.replace(/-[0-9a-f]{10}$/, '-*');
}

/** Only where all but the name is the same, selectors included: a pod template with other labels is no rename. */
function isRenamed(from: ManifestObject, to: ManifestObject): boolean {
  return from.kind === to.kind && from.namespace === to.namespace && isDeepStrictEqual(renamedTo(from.body, ''), renamedTo(to.body, ''));
}

function renamedTo(body: unknown, name: string): unknown {
  const { metadata, ...rest } = body as { readonly metadata: object };
  return { ...rest, metadata: { ...metadata, name } };
}
