/**
 * Pods in their start-up, of which CPU says nothing about load: imports, models and caches use cores that no request asked for. Kubernetes leaves them out of its
 * own CPU metric, and cannot know that an Object metric is made of the same.
 */
import { seconds } from '../../config/quantities';
import { containers, ofPods, podState, window } from './series';
import type { ScaledWorkload } from './scaled-workload';

/**
 * One sample a pod in its start-up, which lasts until the window of rates holds nothing of it: W after the usual start, and for a start that takes longer W after
 * the pod became ready, but no later than W after the longest start; from then on a pod counts whether it is ready or not, because a saturated one may fail
 * its probes. A start of usually 30 s, at most 60 s, W = 60 s: until 90 s, or 120 s while it has not been ready for 60 s. A restart starts anew.
 */
function starting(workload: ScaledWorkload): string {
  const { start } = workload.lifecycle;
  const W = seconds(workload.telemetry.settings.window);
  // a pod that is deleted in its start-up keeps its rate for a window
  const started = podState(workload, 'containerStarted', [['container', '=', workload.name]]);
  const age = `time() - last_over_time(${started}${window(workload)})`;
  const usual = `${age} < ${seconds(start.usual) + W}`;
  if (start.usual === start.longest) return usual;
  return `${usual} or (${age} < ${seconds(start.longest) + W} unless on (pod) time() - ${podState(workload, 'podReadySince')} >= ${W})`;
}

/** How many ready pods are in their start-up; 0 where nothing is known of them. */
export function startingReplicas(workload: ScaledWorkload): string {
  return `count(group by (pod) ((${ofPods(workload, starting(workload))}) and on (pod) ${podState(workload, 'podReadySince')})) or vector(0)`;
}

/** Cores that each pod past its start-up uses, over W. */
export function settledCpu(workload: ScaledWorkload): string {
  const rate = `rate(${containers(workload, 'cpuUsage')}${window(workload)})`;
  return `${ofPods(workload, rate)} unless on (pod) (${starting(workload)})`;
}
