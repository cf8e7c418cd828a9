import { cores } from '../../config/quantities';
import type { CpuSignal } from '../../config/scaling';
import { zeroWhenAbsent } from '../promql';
import { containers, recordedSeries, window } from './series';
import type { ScaledWorkload } from './scaled-workload';
import type { Signal } from './signal';

/**
 * ceil((Σ usage + missing · request) / (target · headroom · request)); a ready pod without samples counts as fully used, as the HPA controller
 * assumes on scale-in. 4 pods at 0.35 cores, request 0.5, target 70 %: ceil(1.4 / 0.35) = 4.
 */
export function cpuSignal(workload: ScaledWorkload, { utilization, cap }: CpuSignal): Signal {
  const request = cores(workload.sizing.cpu.request);
  const rate = `rate(${containers(workload, 'cpuUsage')}${window(workload)})`;
  const missing = `clamp_min(${recordedSeries(workload, 'ready')} - on() count(${rate}), 0)`;
  const used = `sum(${rate}) + on() ${request} * ${missing}`;
  return {
    name: 'cpu',
    uncapped: zeroWhenAbsent(`ceil((${used}) / on() (${utilization / 100} * ${request} * ${recordedSeries(workload, 'headroom')}))`),
    cap,
    source: 'kubelet-cpu',
  };
}
