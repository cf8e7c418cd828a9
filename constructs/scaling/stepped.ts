/** Common form of the latency and the error signal. They multiply the current replicas and would run away without averaging, a limit and gates. */
import { deploymentSeries, readyReplicas, recordedSeries, spans, window } from './series';
import type { ScaledWorkload } from './scaled-workload';

export interface Step {
  /** PromQL of the measured value, a recorded series. */
  readonly measured: string;
  readonly target: number;
  /** Largest factor on the averaged replicas. */
  readonly largest: number;
  readonly minimumCalls: number;
  /** Calls that are compared with `minimumCalls`. */
  readonly of: 'calls' | 'judged';
}

/**
 * ceil(average ready over W · min(measured / target, largest)) while measured > target and there were enough calls.
 * Averaging over the same window as the measurement prevents the factor from compounding at each sync.
 */
export function stepped(workload: ScaledWorkload, { measured, target, largest, minimumCalls, of }: Step): string {
  const calls = spans(workload, workload.telemetry.metrics.calls.name, of);
  const range = window(workload);
  return [
    `ceil(max(avg_over_time(${readyReplicas(workload)}${range})) * on() clamp_max(${measured} / ${target}, ${largest}))`,
    `and on() (${measured} > ${target})`,
    `and on() (sum(increase(${calls}${range})) >= ${minimumCalls})`,
  ].join('\n');
}

/** A gate is open while a recorded ratio is at least a share; 0 is always open. */
export interface Gate {
  readonly ratio: 'ownShare' | 'ownErrors' | 'busy';
  readonly least: number;
}

/** The value of a signal before its gates, present only while all gates are open. */
export function gated(workload: ScaledWorkload, signal: string, gates: readonly Gate[]): string {
  return [
    `max(${deploymentSeries(workload, `${workload.telemetry.recorded.rawPrefix}${signal}`)})`,
    ...gates.map(({ ratio, least }) => `and on() (${recordedSeries(workload, ratio)} >= ${least})`),
  ].join('\n');
}
