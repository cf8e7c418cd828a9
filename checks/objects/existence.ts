/** Whether a referenced object exists: in the manifests, or in the list of objects that are created elsewhere. */
import { providedElsewhere } from '../../config/names';
import { keyOf, type ManifestObject, type Manifests } from '../manifest';
import { computedOnce } from '../view';

const byKey: (manifests: Manifests) => ReadonlyMap<string, ManifestObject> = computedOnce(
  ({ objects }) => new Map(objects.map((object) => [keyOf(object), object])),
);

export interface Wanted {
  readonly kind: string;
  readonly namespace: string | undefined;
  readonly name: string;
}

export function exists(manifests: Manifests, wanted: Wanted): boolean {
  return byKey(manifests).has(keyOf(wanted)) || providedElsewhere.includes(keyOf(wanted));
}

/** Advice for a reference to an object that does not exist. */
export function missingFix(kind: string): string {
  return `name a ${kind} of the manifests, or list it in config/names.ts providedElsewhere when something else makes it`;
}
