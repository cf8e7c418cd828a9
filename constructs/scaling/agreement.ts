/**
 * Whether the counted calls agree with the CPU that serving them uses. A heartbeat proves that spans of probes arrive, not that those of requests do: a sampler in the
 * application, a second process behind the port or a limit of the collectors may drop only the latter. The kubelet measures CPU independently of them.
 */
import { cores } from '../../config/quantities';
import { recordedSeries } from './series';
import type { ScaledWorkload } from './scaled-workload';

/** Share of a ready pod's CPU request above which the pod works and does not idle. An application that stays below it, because it waits for other services, is not judged. */
const working = 0.25;
/** Calls per second of CPU as a share of the usual number, below which calls are missing. With a steady load this detects a loss of 40 % or more. */
const leastShare = 0.6;

/**
 * A series that is present while calls are missing: pods work, and there are no calls at all, or fewer calls per second of CPU than in the last hour. The second case ends by
 * itself when the ratio has become usual; the first does not.
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
