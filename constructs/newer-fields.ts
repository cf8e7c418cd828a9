import { type ApiObject, JsonPatch } from 'cdk8s';

/**
 * Adds fields that the API server knows and the typed API does not know yet. A typed object renders only the fields that it knows, and this filter runs after
 * the patches of `addJsonPatch` and silently drops them. These patches are applied to the output of the filter.
 */
export function addNewerFields(object: ApiObject, ...patches: readonly JsonPatch[]): void {
  const typed = object.toJson.bind(object);
  object.toJson = (): unknown => JsonPatch.apply(typed(), ...patches);
}
