/** Which objects are deleted: those of the record that the release no longer has. Set arithmetic, without a cluster. */
import { referenceOf } from './object-key';

/** Kinds whose deletion also deletes data or objects of others: deleted only when the key is named. */
const protectedKinds: ReadonlySet<string> = new Set(['Namespace', 'CustomResourceDefinition', 'StatefulSet', 'PersistentVolumeClaim', 'PersistentVolume']);

/** Earlier kinds first: routes, then autoscalers, then workloads, then what they need; a namespace deletes whatever is left. */
const order = [
  /^(ValidatingWebhookConfiguration|MutatingWebhookConfiguration|APIService)$/,
  /^(Gateway|HTTPRoute|Ingress)$/,
  /^(HorizontalPodAutoscaler|VerticalPodAutoscaler|PodDisruptionBudget)$/,
  /^(Deployment|StatefulSet|DaemonSet|CronJob|Job)$/,
  /^(?!(CustomResourceDefinition|Namespace)$)/,
  /^CustomResourceDefinition$/,
  /^Namespace$/,
];

export interface PruneRequest {
  /** Keys of all objects that may exist. */
  readonly recorded: readonly string[];
  /** Keys of all objects of the release. */
  readonly wanted: readonly string[];
  /** Keys of protected kinds that may be deleted. */
  readonly allowed: readonly string[];
  /** The most objects that one run deletes. */
  readonly budget: number;
}

export interface Prune {
  /** In the order of deletion. */
  readonly remove: readonly string[];
  /** Reasons why this run must not begin; empty otherwise. */
  readonly problems: readonly string[];
}

/** A third of the recorded objects, and at least ten: a normal release removes a component, and only a folder that was read in part removes more. */
export function budgetOf(recorded: readonly string[]): number {
  return Math.max(10, Math.floor(recorded.length / 3));
}

export function pruneOf({ recorded, wanted, allowed, budget }: PruneRequest): Prune {
  const staying = new Set(wanted);
  const remove = inOrder(recorded.filter((key) => !staying.has(key)));
  const held = remove.filter((key) => isProtected(key) && !allowed.includes(key));
  return {
    remove,
    problems: [
      ...held.map((key) => `${key} is in the cluster and no longer in the manifests: it is deleted only with --allow-delete ${key}`),
      ...allowed.filter((key) => !remove.includes(key)).map((key) => `--allow-delete must name an object that this run deletes, received ${key}`),
      ...(remove.length > budget ? [`this run deletes at most ${budget} objects (--prune-budget), received ${remove.length}: ${shortened(remove)}`] : []),
    ],
  };
}

export function isProtected(key: string): boolean {
  return protectedKinds.has(referenceOf(key).kind);
}

export function inOrder(keys: readonly string[]): readonly string[] {
  const rank = (key: string): number => order.findIndex((kinds) => kinds.test(referenceOf(key).kind));
  return [...keys].sort((one, other) => rank(one) - rank(other) || (one < other ? -1 : 1));
}

function shortened(keys: readonly string[]): string {
  return keys.length > 12 ? `${keys.slice(0, 12).join(', ')} and ${keys.length - 12} more` : keys.join(', ');
}
