import { plain } from '../promql';
import { recordedSeries } from './series';
import type { ScaledWorkload } from './scaled-workload';

/**
 * Applies the policy's tolerance: a value near the wanted replicas becomes the wanted replicas. The controller's own tolerance compares with the pods that exist, including the
 * extra pods of a release; this one compares with what the autoscaler has set. At 20 wanted replicas and a tolerance of 0.1 down, 18 and 19 become 20 and 17 stays 17; at a
 * tolerance of 0 up, 21 stays 21.
 *
 * A value at its cap is not held: at a tolerance of 0.1 up and 48 wanted replicas, a cap of 50 is published as 50, and 49 becomes 48.
 * @param value PromQL
 * @param cap the signal's cap
 */
export function held(workload: ScaledWorkload, value: string, cap: number): string {
  const { up, down } = workload.policy.behavior;
  if (up.tolerance === 0 && down.tolerance === 0) return value;
  const wanted = recordedSeries(workload, 'wanted');
  const bound = (share: number) => (share === 1 ? wanted : `${plain(share)} * ${wanted}`);
  const above = `(${value} <= on() ${bound(1 + up.tolerance)})`;
  // with a tolerance of 0 upwards a held value is never lowered, so the cap needs no exception
  const belowCap = up.tolerance === 0 ? '' : ` and on() (${value} < ${cap})`;
  return `(${wanted} and on() (${value} >= on() ${bound(1 - down.tolerance)}) and on() ${above}${belowCap} or on() ${value})`;
}
