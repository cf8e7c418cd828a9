/** Rules about kinds and fields; the first that matches applies. */
import { isRecord } from '../../config/record';
import { quantity } from '../../checks/objects/quantity';
import type { FieldChange } from './field-changes';

/** From the worst to the least. */
export const risks = ['refused', 'dangerous', 'restarts', 'behaviour', 'routine'] as const;
export type Risk = (typeof risks)[number];

export interface Judgement {
  readonly risk: Risk;
  readonly why: string;
}

interface FieldRule extends Judgement {
  /** Kinds, as a regular expression. */
  readonly of: RegExp;
  readonly field: RegExp;
  /** @default - every change of the field */
  readonly when?: (change: FieldChange) => boolean;
}

/** Kinds whose removal takes data, protection or scaling from running workloads. */
export const removals: readonly (readonly [of: RegExp, why: string])[] = [
  [/^(Namespace|CustomResourceDefinition)$/, 'everything in it is deleted too'],
  [/^(StatefulSet|PersistentVolumeClaim)$/, 'its volumes may be lost; `npm run identity:retire` has the steps'],
  [/^NetworkPolicy$/, 'pods that no policy selects may accept and open every connection'],
  [/^FQDNNetworkPolicy$/, 'its host names are no longer reachable'],
  [/^(Role|RoleBinding|ClusterRole|ClusterRoleBinding|ServiceAccount)$/, 'users of the right fail from then on'],
  [/^(HorizontalPodAutoscaler|PodDisruptionBudget|ResourceQuota|APIService)$/, 'a limit or a scaling by it ends'],
  [/^(Deployment|DaemonSet|Service|Ingress|Gateway|HTTPRoute|Secret)$/, 'its callers get no answer'],
];

const replace = 'the API server refuses it: create a new object under another name, move its users, then remove the old one';
const grown = ({ before, after }: FieldChange): boolean => sizeOf(after) > sizeOf(before);
/** Labels and annotations may be added or removed one by one, or all at once. */
const mentions =
  (what: RegExp) =>
  ({ path, before, after }: FieldChange): boolean =>
    what.test(path) || what.test(JSON.stringify([before, after]));
export const isNew = ({ before }: FieldChange): boolean => before === undefined;
const template = String.raw`^(spec\.jobTemplate\.)?spec\.template\.`;
const workloads = /^(Deployment|StatefulSet|DaemonSet|Job|CronJob)$/;

export const fieldRules: readonly FieldRule[] = [
  // refused by the API server: each was tried as a dry run on 1.36.3
  { of: /^(Deployment|StatefulSet|DaemonSet|Job)$/, field: /^spec\.selector(\.|$)/, risk: 'refused', why: `the selector is immutable; ${replace}` },
  { of: /^StatefulSet$/, field: /^spec\.(serviceName|podManagementPolicy|volumeClaimTemplates)/, risk: 'refused', why: replace },
  { of: /^Job$/, field: /^spec\.template/, risk: 'refused', why: replace },
  { of: /^(RoleBinding|ClusterRoleBinding)$/, field: /^roleRef/, risk: 'refused', why: replace },
  { of: /^PriorityClass$/, field: /^(value|preemptionPolicy)$/, risk: 'refused', why: replace },
  { of: /^StorageClass$/, field: /^(provisioner|parameters|reclaimPolicy|volumeBindingMode)/, risk: 'refused', why: replace },
  { of: /^Service$/, field: /^spec\.clusterIP/, risk: 'refused', why: replace },
  { of: /^PersistentVolumeClaim$/, field: /^spec\.(?!resources)/, risk: 'refused', why: replace },
  { of: /^PersistentVolumeClaim$/, field: /^spec\.resources/, when: (change) => !grown(change), risk: 'refused', why: 'a volume cannot shrink' },
  // rights and connections
  { of: /^(Role|ClusterRole)$/, field: /^rules/, risk: 'dangerous', why: 'rights change' },
  { of: /^(RoleBinding|ClusterRoleBinding)$/, field: /^subjects/, risk: 'dangerous', why: 'others get or lose the rights' },
  { of: /^(FQDN)?NetworkPolicy$/, field: /^spec\./, risk: 'dangerous', why: 'connections are allowed or end' },
  { of: /^Namespace$/, field: /^metadata(\.labels|$)/, when: mentions(/pod-security/), risk: 'dangerous', why: 'other pods are admitted' },
  { of: /^Namespace$/, field: /^metadata\.labels/, risk: 'behaviour', why: 'policies and webhooks select namespaces by their labels' },
  {
    of: /^ServiceAccount$/,
    field: /^metadata(\.annotations|$)/,
    when: mentions(/iam\.gke\.io/),
    risk: 'dangerous',
    why: 'its pods have the rights of another account of Google',
  },
  {
    of: /^(Service|Ingress|Gateway)$/,
    field: /^metadata(\.annotations|$)/,
    when: mentions(/cloud\.google\.com|gke\.io|ingress/),
    risk: 'dangerous',
    why: 'the load balancer reads it',
  },
  { of: /^APIService$/, field: /^spec\./, risk: 'dangerous', why: 'another server answers, or is trusted without a certificate' },
  { of: /^Service$/, field: /^spec\.(type|selector|externalIPs|loadBalancer)/, risk: 'dangerous', why: 'it has another target, or other sources' },
  { of: /^(Gateway|HTTPRoute|Ingress|GCPBackendPolicy|GCPGatewayPolicy)$/, field: /^spec\./, risk: 'dangerous', why: 'reachability from outside changes' },
  {
    of: workloads,
    field: new RegExp(`${template}spec\\.(hostNetwork|hostPID|hostIPC)$`),
    when: ({ after }) => after === true,
    risk: 'dangerous',
    why: 'its pods lose their isolation',
  },
  { of: workloads, field: new RegExp(`${template}spec\\.(.*\\.)?securityContext`), risk: 'dangerous', why: 'the isolation of its containers changes' },
  { of: workloads, field: new RegExp(`${template}spec\\.serviceAccountName`), risk: 'dangerous', why: 'its pods have the rights of another account' },
  {
    of: workloads,
    field: new RegExp(`${template}spec\\.volumes\\[\\](\\.hostPath|$)`),
    when: ({ after }) => JSON.stringify(after ?? null).includes('hostPath') || isHostPath(after),
    risk: 'dangerous',
    why: 'its pods can read or write files of the node',
  },
  {
    of: /^StatefulSet$/,
    field: /^spec\.persistentVolumeClaimRetentionPolicy/,
    risk: 'dangerous',
    why: 'its volumes may be deleted with it, or with a replica',
  },
  {
    of: /^Deployment$/,
    field: /^spec\.strategy/,
    when: ({ after }) => JSON.stringify(after ?? null).includes('Recreate'),
    risk: 'dangerous',
    why: 'all pods end before a new one starts',
  },
  // limits
  { of: /^PodDisruptionBudget$/, field: /^spec\./, risk: 'behaviour', why: 'draining a node may evict more or fewer pods at once' },
  { of: /^HorizontalPodAutoscaler$/, field: /^spec\.scaleTargetRef/, risk: 'dangerous', why: 'the old target is no longer scaled' },
  {
    of: /^HorizontalPodAutoscaler$/,
    field: /^spec\.maxReplicas$/,
    when: (change) => !grown(change),
    risk: 'dangerous',
    why: 'pods above the new maximum end at once',
  },
  { of: /^HorizontalPodAutoscaler$/, field: /^spec\./, risk: 'behaviour', why: 'replicas follow the load differently' },
  { of: /^ResourceQuota$/, field: /^spec\.hard/, when: (change) => !grown(change), risk: 'dangerous', why: 'pods that exceed it are not created again' },
  // pods
  {
    of: /^(Deployment|StatefulSet)$/,
    field: /^spec\.replicas$/,
    when: isNew,
    risk: 'dangerous',
    why: 'it overwrites the count that an autoscaler or a person has set',
  },
  { of: /^(Deployment|StatefulSet)$/, field: /^spec\.replicas$/, when: (change) => !grown(change), risk: 'dangerous', why: 'fewer pods serve' },
  { of: /^(Deployment|StatefulSet)$/, field: /^spec\.replicas$/, risk: 'behaviour', why: 'more pods serve' },
  { of: /^(Deployment|StatefulSet|DaemonSet)$/, field: new RegExp(template), risk: 'restarts', why: 'every pod is replaced' },
  { of: /./, field: /^metadata\.(labels|annotations)/, risk: 'routine', why: 'labels and annotations' },
];

function isHostPath(value: unknown): boolean {
  return isRecord(value) && 'path' in value;
}

/** Compares quantities by value; undefined for an absent or invalid quantity. */
function sizeOf(value: unknown): number {
  return typeof value === 'string' || typeof value === 'number' ? (quantity(value) ?? 0) : 0;
}
