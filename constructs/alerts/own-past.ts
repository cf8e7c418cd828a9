/** PromQL that compares a recorded series with its own past in Prometheus. Nothing is trained or stored. */
import type { AlertTiming } from '../../config/alert-timing';
import { seconds } from '../../config/quantities';
import type { AlertedWorkload } from './alerted';

/** Factor on the usual value above which a value is unusual. */
const unusual = 2;
/** Fewest calls in the window for a meaningful quantile. */
const enoughCalls = 30;

/** Seconds from which on users notice a duration: `usually`, but at most the latency target. With a target of 50 ms, 80 ms is slow. */
export function feltFrom(usually: number, { policy, objectives }: Pick<AlertedWorkload, 'policy' | 'objectives'>): number {
  const targets = [objectives.latency.target, policy.signals.latency?.target ?? objectives.latency.target];
  return Math.min(usually, ...targets.map(seconds));
}

/** The usual value of a series: its median over the past. An incident in less than half of that time does not change the median. */
export function usual(series: string, { past, recent }: Pick<AlertTiming, 'past' | 'recent'>): string {
  return `quantile_over_time(0.5, ${series}[${past}] offset ${recent})`;
}

/** Whether the past has enough samples: those of `history`. 600 s at an evaluation every 30 s: 20 samples. */
function hasPast(series: string, { past, recent, history, interval }: AlertTiming): string {
  return `count_over_time(${series}[${past}] offset ${recent}) >= ${Math.floor(seconds(history) / seconds(interval))}`;
}

/** Whether the last window has enough calls. `rate` has the labels of the series that this condition filters. */
export function enough(rate: string, { recent }: AlertTiming): string {
  return `${rate} * ${seconds(recent)} >= ${enoughCalls}`;
}

/**
 * A duration that is twice the usual one and long enough to be noticed. Without a past there is no result: an operation that is slow from its first call is left to the objective.
 * @param floor seconds
 */
export function slowerThanUsual(latency: string, floor: number, timing: AlertTiming): string {
  return [`${latency} > ${unusual} * ${usual(latency, timing)}`, `and ${latency} > ${floor}`, `and ${hasPast(latency, timing)}`].join('\n');
}

/** An error ratio above the limit and above twice its usual value. Without a past the limit alone decides. */
export function failingMoreThanUsual(errors: string, limit: number, timing: AlertTiming): string {
  return `(${errors} > ${limit} unless ${errors} <= ${unusual} * ${usual(errors, timing)})`;
}

/** A share that exceeds its usual value by at least `step`. */
export function higherThanUsual(share: string, step: number, timing: AlertTiming): string {
  return `${share} > ${step} + ${usual(share, timing)}\nand ${hasPast(share, timing)}`;
}
