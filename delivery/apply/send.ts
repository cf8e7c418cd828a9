/** Sends objects to the API server by server-side apply, as a dry run or for real. */
import type { ManifestObject } from '../../checks/manifest';
import type { KubectlResult } from '../kubectl';
import { documents, inBatches } from '../live-objects';
import { fieldManager, type Cluster } from './place';

/** Kinds that others depend on come first; an aggregated API comes last, when its server exists. */
const order = [
  /^(Namespace|CustomResourceDefinition)$/,
  /^(PriorityClass|StorageClass|ResourceQuota|NetworkPolicy|ServiceAccount|ClusterRole|ClusterRoleBinding|Role|RoleBinding)$/,
  /^(ConfigMap|Secret|PersistentVolumeClaim|Service)$/,
  /^(?!APIService$)/,
  /^APIService$/,
];

export function inOrderOfNeed(objects: readonly ManifestObject[]): readonly ManifestObject[] {
  const rank = ({ kind }: ManifestObject): number => order.findIndex((kinds) => kinds.test(kind));
  return [...objects].sort((one, other) => rank(one) - rank(other));
}

/** @returns kubectl's answer: the objects as the API server would store them, if it accepts all of them */
export function tried(cluster: Pick<Cluster, 'try'>, objects: readonly ManifestObject[]): KubectlResult {
  return cluster.try([...sending, '--dry-run=server', '--output=json'], bodiesOf(objects));
}

/** @throws Error with what kubectl said; objects before the refused one are applied then */
export function send(cluster: Pick<Cluster, 'run'>, objects: readonly ManifestObject[]): void {
  for (const some of inBatches(objects)) cluster.run(sending, bodiesOf(some));
}

const sending = ['apply', '--server-side', '--validate=strict', `--field-manager=${fieldManager}`, '-f', '-'];

/** The objects that the checks read are sent, not the YAML text: two parsers may read a text differently. */
function bodiesOf(objects: readonly ManifestObject[]): string {
  return documents(objects.map(({ body }) => body));
}
