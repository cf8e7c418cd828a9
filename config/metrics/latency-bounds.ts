/** Upper bounds of the latency histogram: those of the environment, and one at each latency target, so that a comparison with a target needs no interpolation. */
import type { Environment } from '../environment';
import { seconds } from '../quantities';
import type { SignalShapes } from '../signals';
import { webWorkloads } from '../workload';

/** The parts of an environment that bounds are made of. Objectives that failed their own validation are absent. */
export type Judged = Pick<Environment, 'telemetry' | 'workloads'> & Partial<Pick<Environment, 'alerting'>>;

/**
 * In seconds, ascending. An objective counts the requests below the bound that equals its target. A latency signal multiplies the replicas by
 * min(quantile / target, largestStep), so the quantile must be precise between target and target · largestStep, and nowhere else.
 */
export function latencyBounds({ telemetry, alerting, workloads }: Judged): readonly number[] {
  const judged = webWorkloads({ workloads }).flatMap(({ scaling }) => (scaling.signals.latency === undefined ? [] : signalBounds(scaling.signals.latency)));
  const promised = alerting === undefined ? [] : [seconds(alerting.objectives.latency.target)];
  const all = [...telemetry.latencyBuckets, ...promised, ...judged];
  return [...new Set(all)].sort((a, b) => a - b);
}

/** Target, target · largestStep, and the middle between them, rounded to milliseconds; in seconds. 2 s and 1.5: 2, 2.5, 3. 50 ms and 1.5: 0.05, 0.063, 0.075. */
function signalBounds({ target, largestStep }: SignalShapes['latency']): readonly number[] {
  return [1, (1 + largestStep) / 2, largestStep].map((times) => Math.round(1000 * seconds(target) * times) / 1000);
}

/** Value of the label `le` as the collector writes it and Prometheus keeps it: 2 → `2.0`, 0.3 → `0.3`. Bounds of `latencyBuckets` are large enough to need no exponent. */
export function boundLabel(bound: number): string {
  return Number.isInteger(bound) ? `${bound}.0` : String(bound);
}
