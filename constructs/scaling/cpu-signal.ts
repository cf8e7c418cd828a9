import { cores } from '../../config/quantities';
import type { SignalShapes } from '../../config/signals';
import { zeroWhenAbsent } from '../promql';
import { recordedSeries } from './series';
import type { ScaledWorkload } from './scaled-workload';
import type { Replicas } from './signal';
import { withSpare } from './spare';

/**
 * ceil(Σ usage / (target · headroom · request)), and what the policy has spare, of the pods past their start-up. 4 pods at 0.35 cores, request 0.5, target 70 %: ceil(1.4 / 0.35) = 4.
 *
 * Not of every ready pod it is known what it carries. One without samples carries something between nothing and its whole request, as the HPA controller has it; one
 * in its start-up something between nothing and as much as the others do. Where that decides, the replicas stay: the signal asks for more only if what is known needs
 * more, and for fewer only if at most so many could be needed. 5 pods that need 8, then 8 of which 3 are starting: the five need 5 by now, all at the usage of the
 * five 8, so it asks for 8, and for 8 while the five's window still says 13. 5 pods that need 4.9 of which 2 lose their samples: 3 to 5.8, so 5.
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
  // of pods of which nothing at all is known the evidence says so
  const some = `${starting} + on() ${recordedSeries(workload, 'settledPods')} > 0`;
  const held = `(${most} < on() ${wanted} or on() ${wanted}) and on() (${some})`;
  return {
    uncapped: zeroWhenAbsent(`max(label_replace(${replicas(cpu)}, "of", "settled", "", "")\nor label_replace(${held}, "of", "all", "", ""))`),
  };
}
