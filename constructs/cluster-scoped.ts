import { type ApiObject, JsonPatch } from 'cdk8s';

/** Removes the namespace that a chart sets on each object: cluster-scoped kinds have none, and strict validation refuses the field. */
export function clusterScoped(object: ApiObject): void {
  object.addJsonPatch(JsonPatch.remove('/metadata/namespace'));
}
