import { cores } from '../../config/quantities';
import type { SignalShapes } from '../../config/signals';
import { zeroWhenAbsent } from '../promql';
import { recordedSeries } from './series';
import type { ScaledWorkload } from './scaled-workload';
import type { Replicas } from './signal';
import { withSpare } from './spare';

/**
 * ceil(Σ usage / (target · headroom · request)) + spare, for the pods past their start-up. 4 pods at 0.35 cores, request 0.5, target 70 %: ceil(1.4 / 0.35) = 4.
 *
 * The usage of some ready pods is unknown: a pod without samples uses between nothing and its whole request (as the HPA controller assumes), a starting pod between nothing and
 * the mean usage of the others. So the signal has a lower bound, from the known usage alone, and an upper bound. It asks for more replicas only if the lower bound is above the
 * present number, and for fewer only if the upper bound is below it. Worked: 5 pods need 8, so there are 8, of which 3 are starting. The five now use as much as 5 pods need
 * (lower bound); if all eight used as much it would be 8 (upper bound): the signal stays at 8. 5 pods need 4.9, and 2 of them lose their samples: bounds 3 and 5.8, it stays at 5.
 */
export function cpuSignal(workload: ScaledWorkload, { utilization }: SignalShapes['cpu']): Replicas {
  const request = cores(workload.sizing.cpu.request);
  const [ready, starting, wanted] = (['ready', 'starting', 'wanted'] as const).map((series) => recordedSeries(workload, series));
  const settled = `clamp_min(${ready} - on() ${starting}, 0)`;
  const missing = `clamp_min(${ready} - on() ${starting} - on() ${recordedSeries(workload, 'settledPods')}, 0)`;
  const cpu = recordedSeries(workload, 'settledCpu');
  const replicas = (used: string) =>
    withSpare(workload, `ceil((${used}) / on() (${utilization / 100} * ${request} * ${recordedSeries(workload, 'headroom')}))`);
  const most = replicas(`(${cpu} + on() ${request} * ${missing}) * on() (${ready} / on() ${settled})`);
  // where no pod at all has samples, the evidence (evidence.ts) is missing
  const some = `${starting} + on() ${recordedSeries(workload, 'settledPods')} > 0`;
  const held = `(${most} < on() ${wanted} or on() ${wanted}) and on() (${some})`;
  return {
    uncapped: zeroWhenAbsent(`max(label_replace(${replicas(cpu)}, "of", "settled", "", "")\nor label_replace(${held}, "of", "all", "", ""))`),
  };
}
