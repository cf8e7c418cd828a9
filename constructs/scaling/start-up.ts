/**
 * Pods in their start-up. Their CPU says nothing about the load: imports, models and caches use cores without requests. Kubernetes leaves such pods out of its
 * own CPU metric, but cannot do so for an Object metric, so the rules must.
 */
import { seconds } from '../../config/quantities';
import { containers, ofPods, podState, window } from './series';
import type { ScaledWorkload } from './scaled-workload';

/**
 * One sample for each pod in its start-up. The start-up lasts until rates over W contain nothing of it: until W after the usual start, and for a longer start until W after
 * the pod became ready, but at most until W after the longest start. From then on a pod counts whether it is ready or not, because a saturated pod may fail
 * its probes. A start of usually 30 s and at most 60 s, W = 60 s: until 90 s, or until 120 s while the pod has not been ready for 60 s. A restart of the container starts it again.
 */
function starting(workload: ScaledWorkload): string {
  const { start } = workload.lifecycle;
  const W = seconds(workload.telemetry.settings.window);
  // the rate of a pod that was deleted in its start-up lasts for another W
  const started = podState(workload, 'containerStarted', [['container', '=', workload.name]]);
  const age = `time() - last_over_time(${started}${window(workload)})`;
  const usual = `${age} < ${seconds(start.usual) + W}`;
  if (start.usual === start.longest) return usual;
  return `${usual} or (${age} < ${seconds(start.longest) + W} unless on (pod) time() - ${podState(workload, 'podReadySince')} >= ${W})`;
}

/** Number of ready pods in their start-up; 0 without data. */
export function startingReplicas(workload: ScaledWorkload): string {
  return `count(group by (pod) ((${ofPods(workload, starting(workload))}) and on (pod) ${podState(workload, 'podReadySince')})) or vector(0)`;
}

/** Cores that each pod past its start-up uses, as a rate over W. */
export function settledCpu(workload: ScaledWorkload): string {
  const rate = `rate(${containers(workload, 'cpuUsage')}${window(workload)})`;
  return `${ofPods(workload, rate)} unless on (pod) (${starting(workload)})`;
}
