/** The shape that latency and errors share: signals that multiply the current replicas, and would run away unless averaged, clamped and gated. */
import { readyReplicas, spans, window } from './series';
import type { ScaledWorkload } from './scaled-workload';

export interface Step {
  /** Recorded series of the measured value. */
  readonly measured: string;
  readonly target: number;
  /** Most that one evaluation may multiply the averaged replicas by. */
  readonly largest: number;
  readonly minimumCalls: number;
  /** Further conditions, each a PromQL comparison. */
  readonly gates: readonly string[];
}

/**
 * ceil(average ready over W · min(measured / target, largest)) while measured > target, there were enough calls and every gate is open.
 * Averaging over the same window as the measurement keeps the product from compounding at each sync.
 */
export function stepped(workload: ScaledWorkload, { measured, target, largest, minimumCalls, gates }: Step): string {
  const calls = spans(workload, workload.telemetry.metrics.calls.name, 'calls');
  const range = window(workload);
  return [
    `ceil(max(avg_over_time(${readyReplicas(workload)}${range})) * on() clamp_max(${measured} / ${target}, ${largest}))`,
    `and on() (${measured} > ${target})`,
    `and on() (sum(increase(${calls}${range})) >= ${minimumCalls})`,
    ...gates.map((gate) => `and on() (${gate})`),
  ].join('\n');
}
