import { plain } from '../promql';
import { recordedSeries } from './series';
import type { ScaledWorkload } from './scaled-workload';

/**
 * A value near the wanted replicas is the wanted replicas: what the controller's tolerance does, but measured against what the autoscaler has set instead of the
 * pods that exist, which a release raises. At 20 wanted replicas and a tolerance of 0.1 down, 18 and 19 are 20, 17 is 17; at a tolerance of 0 up, 21 is 21.
 *
 * A value at its cap is never held below it: at a tolerance of 0.1 up and 48 wanted replicas the cap of 50 is asked for, and 49 is not.
 * @param value PromQL
 * @param cap most replicas that the value may ask for
 */
export function held(workload: ScaledWorkload, value: string, cap: number): string {
  const { up, down } = workload.policy.behavior;
  if (up.tolerance === 0 && down.tolerance === 0) return value;
  const wanted = recordedSeries(workload, 'wanted');
  const bound = (share: number) => (share === 1 ? wanted : `${plain(share)} * ${wanted}`);
  const above = `(${value} <= on() ${bound(1 + up.tolerance)})`;
  // without a tolerance upwards what is held is the value itself or more
  const belowCap = up.tolerance === 0 ? '' : ` and on() (${value} < ${cap})`;
  return `(${wanted} and on() (${value} >= on() ${bound(1 - down.tolerance)}) and on() ${above}${belowCap} or on() ${value})`;
}
