/** The shape that latency and errors share: signals that multiply the current replicas, and would run away unless averaged, clamped and gated. */
import { deploymentSeries, readyReplicas, recordedSeries, spans, window } from './series';
import type { ScaledWorkload } from './scaled-workload';

export interface Step {
  /** Recorded series of the measured value. */
  readonly measured: string;
  readonly target: number;
  /** Most that one evaluation may multiply the averaged replicas by. */
  readonly largest: number;
  readonly minimumCalls: number;
  /** Which calls must be enough. */
  readonly of: 'calls' | 'judged';
}

/**
 * ceil(average ready over W · min(measured / target, largest)) while measured > target, there were enough calls and every gate is open.
 * Averaging over the same window as the measurement keeps the product from compounding at each sync.
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

/** What a signal asks for before its gates are looked at, only while all of them are open. */
export function gated(workload: ScaledWorkload, signal: string, gates: readonly Gate[]): string {
  return [
    `max(${deploymentSeries(workload, `${workload.telemetry.recorded.rawPrefix}${signal}`)})`,
    ...gates.map(({ ratio, least }) => `and on() (${recordedSeries(workload, ratio)} >= ${least})`),
  ].join('\n');
}
