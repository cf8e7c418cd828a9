/** Pod-hours of an oracle that knows the future of a day. */
import { demandOf, podModelOf, type TrialSettings } from '../../optimizer/learning/trial';
import { neededPods } from '../../autoscaler/replay/scores';
import { clairvoyantPlan } from '../../simulator/clairvoyant';
import type { RegularSeries } from '../../optimizer/timeseries/series';

export function oraclePodHours(day: RegularSeries, settings: TrialSettings): number {
  const model = podModelOf(settings);
  const { demand, tick } = demandOf(day);
  const needed = Array.from(demand, (requests) => neededPods(model, requests));
  const plan = clairvoyantPlan(needed, Math.ceil(settings.workload.startUp / tick), settings.workload.scaling);
  return (plan.reduce((sum, pods) => sum + pods, 0) * tick) / 3600;
}
