/**
 * Whether the calls that are counted agree with what serving them costs. A heartbeat proves that spans can arrive, not that those of requests do: a sampler of the
 * application's own, a second process behind the port or a limit of the collectors may take them and leave the probe. The kubelet counts CPU without any of them.
 */
import { cores } from '../../config/quantities';
import { recordedSeries } from './series';
import type { ScaledWorkload } from './scaled-workload';

/** Share of a ready pod's request from which on its CPU is work and not idling. An application that waits for others below it is not judged. */
const working = 0.25;
/** Share of the usual calls for a second of CPU below which some are missing: of a steady load, from 40 % missing on. */
const leastShare = 0.6;

/**
 * Present while calls are missing: pods work, and calls are none at all, or fewer for each second of CPU than in the last hour. It ends by itself when what is
 * unusual has become usual; none at all while pods work never does.
 */
export function callsMissing(workload: ScaledWorkload): string {
  const [cpu, rate] = [recordedSeries(workload, 'settledCpu'), recordedSeries(workload, 'requestRate')];
  const calls = `(${rate} or on() vector(0))`;
  const usual = `avg_over_time(${rate}[1h]) / on() avg_over_time(${cpu}[1h])`;
  return [
    `(${cpu} >= on() ${working * cores(workload.sizing.cpu.request)} * ${recordedSeries(workload, 'ready')})`,
    `and on() ((${calls} == 0) or on() (${calls} < on() ${leastShare} * (${usual}) * on() ${cpu}))`,
  ].join('\n');
}
