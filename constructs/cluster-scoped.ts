import { type ApiObject, JsonPatch } from 'cdk8s';

/** Takes back the namespace that the chart gives to each of its objects: cluster-scoped kinds have none, and strict validation refuses it. */
export function clusterScoped(object: ApiObject): void {
  object.addJsonPatch(JsonPatch.remove('/metadata/namespace'));
}
