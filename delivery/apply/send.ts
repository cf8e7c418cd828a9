/** Sends objects to the API server by server-side apply: tried only, or for good. */
import type { ManifestObject } from '../../checks/manifest';
import { fieldManager, type Cluster } from './place';
import type { KubectlResult } from '../kubectl';

/** Objects in one call of kubectl: a call must end long before the lock does. */
const batch = 200;

/** Kinds that others stand on, first; an aggregated API last, when what serves it is there. */
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

/** @returns kubectl's answer; the objects as the API server would store them where it accepts every one */
export function tried(cluster: Pick<Cluster, 'try'>, objects: readonly ManifestObject[]): KubectlResult {
  return cluster.try([...sending, '--dry-run=server', '--output=json'], listOf(objects));
}

/** @throws Error with what kubectl said; objects before the one that was refused are applied then */
export function send(cluster: Pick<Cluster, 'run'>, objects: readonly ManifestObject[]): void {
  for (let at = 0; at < objects.length; at += batch) cluster.run(sending, listOf(objects.slice(at, at + batch)));
}

const sending = ['apply', '--server-side', '--validate=strict', `--field-manager=${fieldManager}`, '-f', '-'];

/** What the checks read is what is sent: two readers of one YAML text may differ. */
export function listOf(objects: readonly ManifestObject[]): string {
  return JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects.map(({ body }) => body) });
}
