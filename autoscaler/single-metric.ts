/** Replicas from a metric with a single value (replica_calculator.go, the functions of Object and External metrics). */
import { int32 } from './machine-integers';
import type { Observation } from './observation';
import { countReady } from './pod-groups';
import type { SingleMetric, Tolerances } from './policy';
import { isWithin, type Proposal } from './proposal';

const largest = 2 ** 31 - 1;

export function singleMetricReplicas(tolerances: Tolerances, metric: SingleMetric, seen: Observation): Proposal {
  const { target } = metric;
  if (target === undefined) return { ok: false, reason: metric.failure, why: 'a target of another type' };
  const usage = seen.metrics[metric.name];
  if (usage === undefined || usage === null) return { ok: false, reason: metric.failure, why: 'unavailable' };
  if ('value' in target) return byRatio(tolerances, metric, usage / target.value, seen);
  const status = seen.statusReplicas ?? seen.replicas;
  const external = metric.failure === 'FailedGetExternalMetric';
  return { ok: true, replicas: perPod(tolerances, { usage: external ? unsigned(usage) : usage, average: target.average, status, external }) };
}

/** `GetExternalPerPodMetricReplicas` treats a negative value as a sum that overflowed, so as the largest possible one: a negative backlog scales to the maximum. */
function unsigned(usage: number): number {
  return usage < 0 ? 2 ** 63 : usage;
}

interface PerPod {
  /** Thousandths. */
  readonly usage: number;
  readonly average: number;
  readonly status: number;
  readonly external: boolean;
}

/**
 * `GetObjectPerPodMetricReplicas`, `GetExternalPerPodMetricReplicas`: the proposal does not depend on the number of ready pods. Only the second function prevents a proposal above 2^31 − 1
 * from becoming negative.
 */
function perPod(tolerances: Tolerances, { usage, average, status, external }: PerPod): number {
  if (isWithin(tolerances, usage / (average * status))) return status;
  const replicas = Math.ceil(usage / average);
  return external && replicas > largest ? largest : int32(replicas);
}

/** `getUsageRatioReplicaCount`: usage ratio · ready pods. */
function byRatio(tolerances: Tolerances, metric: SingleMetric, ratio: number, seen: Observation): Proposal {
  if (isWithin(tolerances, ratio)) return { ok: true, replicas: seen.replicas };
  if (seen.pods.length === 0) return { ok: false, reason: metric.failure, why: 'no pods' };
  const replicas = ratio * countReady(seen.pods);
  return { ok: true, replicas: replicas > largest ? largest : int32(Math.ceil(replicas)) };
}
