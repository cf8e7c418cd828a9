/** Replicas from a metric of each pod (replica_calculator.go, `GetResourceReplicas` and `calcPlainMetricReplicas`, which differ only in their ratio). */
import { int32, share } from './machine-integers';
import type { Observation, Pod } from './observation';
import { groupOf, type Grouping } from './pod-groups';
import type { Policy, PodsMetric, ResourceMetric, Tolerances } from './policy';
import { isWithin, type Proposal } from './proposal';

/** Sums over the pods of a group. */
interface Sums {
  pods: number;
  /** Thousandths. */
  used: number;
  /** Thousandths; 0 for a metric that is not relative to requests. */
  requested: number;
}

interface Groups {
  readonly ready: Sums;
  readonly missing: Sums;
  readonly unready: Sums;
  /** Thousandths that are assumed for the missing pods on scale-in. */
  assumed: number;
}

export function podMetricReplicas(policy: Policy, metric: ResourceMetric | PodsMetric, seen: Observation): Proposal {
  const groups = groupsOf(policy, metric, seen);
  if (typeof groups === 'string') return { ok: false, reason: metric.failure, why: groups };
  const ratioOf = isUtilization(metric) ? utilizationRatio(metric.target.percent) : averageRatio(averageOf(metric));
  return { ok: true, replicas: proposed(groups, ratioOf, policy.tolerances, seen.replicas) };
}

function averageOf(metric: ResourceMetric | PodsMetric): number {
  if (metric.kind === 'pods') return metric.average;
  return 'average' in metric.target ? metric.target.average : 0;
}

type Ratio = (sums: Sums) => number;

/** metrics/utilization.go, `GetResourceUtilizationRatio`: truncated to whole percent. */
function utilizationRatio(percent: number): Ratio {
  return ({ used, requested }) => (share(used, 100, requested) | 0) / percent;
}

/** metrics/utilization.go, `GetMetricUsageRatio`: truncated to whole thousandths. */
function averageRatio(target: number): Ratio {
  return ({ used, pods }) => Math.trunc(used / pods) / target;
}

function proposed(groups: Groups, ratioOf: Ratio, tolerances: Tolerances, current: number): number {
  const { ready, missing, unready } = groups;
  const ratio = ratioOf(ready);
  const upWithUnready = unready.pods > 0 && ratio > 1;
  if (!upWithUnready && missing.pods === 0) return isWithin(tolerances, ratio) ? current : int32(Math.ceil(ratio * ready.pods));
  const counted = cautious(groups, ratio, upWithUnready);
  const corrected = ratioOf(counted);
  if (isWithin(tolerances, corrected) || turned(ratio, corrected)) return current;
  const replicas = int32(Math.ceil(corrected * counted.pods));
  // more pods may count than there are replicas: the result must not move the replicas against the ratio's direction
  return turned(corrected, replicas / current) ? current : replicas;
}

/** Sums with conservative values for missing and unready pods: on scale-in missing pods count as fully used, on scale-out both count as idle. */
function cautious({ ready, missing, unready, assumed }: Groups, ratio: number, withUnready: boolean): Sums {
  const counted = { ...ready };
  if (ratio !== 1) add(counted, missing, ratio < 1 ? assumed : 0);
  if (withUnready) add(counted, unready, 0);
  return counted;
}

function turned(before: number, after: number): boolean {
  return (before < 1 && after > 1) || (before > 1 && after < 1);
}

function add(to: Sums, { pods, requested }: Sums, used: number): void {
  to.pods += pods;
  to.requested += requested;
  to.used += used;
}

type Trouble = (Proposal & { readonly ok: false })['why'];

function groupsOf(policy: Policy, metric: ResourceMetric | PodsMetric, seen: Observation): Groups | Trouble {
  if (seen.pods.length === 0) return 'no pods';
  const grouping = { now: seen.now, flags: policy.flags, isCpu: metric.kind === 'resource' && metric.resource === 'cpu' };
  const groups: Groups = { ready: sums(), missing: sums(), unready: sums(), assumed: 0 };
  const requestOf = requests(metric);
  for (const pod of seen.pods) {
    const request = requestOf(pod);
    if (request === undefined) return 'a container without request';
    count(groups, { pod, metric, grouping, request });
  }
  if (groups.ready.pods === 0) return 'no sample of a ready pod';
  return isUtilization(metric) && groups.ready.requested === 0 ? 'requests of zero' : groups;
}

function isUtilization(metric: ResourceMetric | PodsMetric): metric is ResourceMetric & { readonly target: { readonly percent: number } } {
  return metric.kind === 'resource' && 'percent' in metric.target;
}

/** Assumed usage of a missing pod on scale-in: its request, or the target if that is more; the target for a metric without requests. */
function assumedUse(metric: ResourceMetric | PodsMetric, request: number): number {
  return isUtilization(metric) ? share(request, Math.max(100, metric.target.percent), 100) : averageOf(metric);
}

interface Counted {
  readonly pod: Pod;
  readonly metric: ResourceMetric | PodsMetric;
  readonly grouping: Grouping;
  readonly request: number;
}

function count(groups: Groups, { pod, metric, grouping, request }: Counted): void {
  const value = metric.kind === 'pods' ? pod.values?.[metric.name] : usageOf(pod, metric);
  const group = groupOf(pod, value, grouping);
  if (group === 'ignored') return;
  const sum = groups[group];
  const alike = pod.count ?? 1;
  sum.pods += alike;
  sum.requested += alike * request;
  if (group === 'ready') sum.used += alike * (value ?? 0);
  if (group === 'missing') groups.assumed += alike * assumedUse(metric, request);
}

function sums(): Sums {
  return { pods: 0, used: 0, requested: 0 };
}

/** metrics/client.go, `getPodMetrics` and `getContainerMetrics`: a pod counts as missing if one of its containers has no sample. */
function usageOf({ usage }: Pod, { resource, container }: ResourceMetric): number | undefined {
  if (usage === null) return undefined;
  if (container !== undefined) return usage[container]?.[resource];
  return total(usage, resource);
}

/** replica_calculator.go, `calculatePodRequestsFromContainers`; only utilization needs requests. */
function requests(metric: ResourceMetric | PodsMetric): (pod: Pod) => number | undefined {
  if (!isUtilization(metric)) return () => 0;
  const { container, resource } = metric;
  if (container !== undefined) return (pod) => pod.requests[container]?.[resource];
  return (pod) => total(pod.requests, resource) ?? (Object.keys(pod.requests).length === 0 ? 0 : undefined);
}

/** Sum over all containers; `undefined` when a container lacks the resource, or there are no containers. */
function total(amounts: Pod['requests'], resource: string): number | undefined {
  let sum: number | undefined;
  for (const container in amounts) {
    const amount = amounts[container]?.[resource];
    if (amount === undefined) return undefined;
    sum = (sum ?? 0) + amount;
  }
  return sum;
}
