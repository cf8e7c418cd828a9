import { cores } from '../../config/quantities';
import type { SignalShapes } from '../../config/signals';
import { zeroWhenAbsent } from '../promql';
import { recordedSeries } from './series';
import type { ScaledWorkload } from './scaled-workload';
import type { Replicas } from './signal';

/**
 * ceil((Σ usage + missing · request) / (target · headroom · request)) of the pods past their start-up; a ready pod without samples counts as fully used, as the
 * HPA controller assumes on scale-in. 4 pods at 0.35 cores, request 0.5, target 70 %: ceil(1.4 / 0.35) = 4.
 *
 * What ready pods in their start-up carry is between nothing and as much as the others do. Where that decides, the replicas stay: the signal asks for more only
 * if the others alone need more, and for fewer only if all would at the others' usage. 5 pods that need 8, then 8 of which 3 are starting: the five need 5 by
 * now, all at the usage of the five 8, so it asks for 8, and for 8 while the five's window still says 13.
 */
export function cpuSignal(workload: ScaledWorkload, { utilization }: SignalShapes['cpu']): Replicas {
  const request = cores(workload.sizing.cpu.request);
  const [ready, starting, wanted] = (['ready', 'starting', 'wanted'] as const).map((series) => recordedSeries(workload, series));
  const settled = `clamp_min(${ready} - on() ${starting}, 0)`;
  const missing = `clamp_min(${ready} - on() ${starting} - on() ${recordedSeries(workload, 'settledPods')}, 0)`;
  const used = `${recordedSeries(workload, 'settledCpu')} + on() ${request} * ${missing}`;
  const replicas = (cpu: string) => `ceil((${cpu}) / on() (${utilization / 100} * ${request} * ${recordedSeries(workload, 'headroom')}))`;
  const most = replicas(`(${used}) * on() (${ready} / on() ${settled})`);
  const held = `(${most} < on() ${wanted} or on() ${wanted}) and on() (${starting} > 0)`;
  return {
    uncapped: zeroWhenAbsent(`max(label_replace(${replicas(used)}, "of", "settled", "", "")\nor label_replace(${held}, "of", "all", "", ""))`),
  };
}
