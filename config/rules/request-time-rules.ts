/** Refuses latency targets that no request can miss, because the load balancer ends longer requests before they are answered. */
import { longestRequest } from '../longest-request';
import { seconds, type Duration } from '../quantities';
import { placedWebs, when, type PlacedWeb, type Rule } from './draft';
import type { Problem } from './problem';

function beyond(path: string, target: Duration, { index, workload }: PlacedWeb): readonly Problem[] {
  const longest = longestRequest(workload);
  // a drain as long as the grace period is reported by another rule
  return when(longest > 0 && seconds(target) >= longest, {
    path,
    rule: `must be less than workloads[${index}].shutdown.grace - drain (${longest} s), where requests are cut off: raise the grace`,
    received: target,
  });
}

const targetsWithinRequests: Rule = (draft) => {
  const services = placedWebs(draft);
  const judged = services.flatMap((placed) => {
    const target = placed.workload.scaling.signals.latency?.target;
    return target === undefined ? [] : beyond(`workloads[${placed.index}].scaling.signals.latency.target`, target, placed);
  });
  const target = draft.alerting?.objectives.latency.target;
  return [...judged, ...(target === undefined ? [] : services.flatMap((placed) => beyond('alerting.objectives.latency.target', target, placed)))];
};

export const requestTimeRules: readonly Rule[] = [targetsWithinRequests];
