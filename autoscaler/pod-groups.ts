/** How each pod counts for a metric (replica_calculator.go, `groupPods`). */
import type { ControllerFlags } from './controller-flags';
import type { Pod } from './observation';

/**
 * - `ready`: its value counts;
 * - `missing`: it has no value, and counts conservatively, against the direction of scaling;
 * - `unready`: it counts as idle when the other pods need a scale-out;
 * - `ignored`: it is being deleted.
 */
export type PodGroup = 'ready' | 'missing' | 'unready' | 'ignored';

const defaultWindow = 60;

export interface Grouping {
  readonly now: number;
  readonly flags: ControllerFlags;
  /** Whether the metric is CPU. The CPU of a starting pod does not show its load; other metrics count at once. */
  readonly isCpu: boolean;
}

export function groupOf(pod: Pod, value: number | undefined, grouping: Grouping): PodGroup {
  if (pod.deleted === true || pod.phase === 'Failed') return 'ignored';
  if (pod.phase === 'Pending') return 'unready';
  if (value === undefined) return 'missing';
  return grouping.isCpu && isStarting(pod, grouping) ? 'unready' : 'ready';
}

function isStarting(pod: Pod, { now, flags }: Grouping): boolean {
  const { startedAt, readyChangedAt } = pod;
  if (startedAt === null || readyChangedAt === null) return true;
  if (startedAt + flags.cpuInitializationPeriod > now) {
    // the pod counts when it is ready and its sample's whole window is after that
    return !pod.ready || (pod.sampledAt ?? now) < readyChangedAt + (pod.window ?? defaultWindow);
  }
  // later only a pod that was never ready is left out: a pod that fails its probe because of the load must count
  return !pod.ready && startedAt + flags.initialReadinessDelay > readyChangedAt;
}

/** Number of ready pods, for a target of type Value (replica_calculator.go, `getReadyPodsCount`). */
export function countReady(pods: readonly Pod[]): number {
  let count = 0;
  for (const pod of pods) if ((pod.phase ?? 'Running') === 'Running' && pod.ready && pod.readyChangedAt !== null) count += pod.count ?? 1;
  return count;
}
