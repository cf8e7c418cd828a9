import { type ApiObject, JsonPatch } from 'cdk8s';

/**
 * Fields that the API server knows and the typed API does not yet. A typed object renders only the fields of its own list, and that filter comes after
 * the patches of `addJsonPatch`, so it drops them in silence; these are added to what the filter leaves.
 */
export function addNewerFields(object: ApiObject, ...patches: readonly JsonPatch[]): void {
  const typed = object.toJson.bind(object);
  object.toJson = (): unknown => JsonPatch.apply(typed(), ...patches);
}
