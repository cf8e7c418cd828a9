/** PromQL that compares a recorded series with its own past in Prometheus. Nothing is trained or stored. */
import type { AlertTiming } from '../../config/alert-timing';
import { seconds } from '../../config/quantities';
import type { AlertedWorkload } from './alerted';

/** What is above twice its usual value is unlike its past. */
const unusual = 2;
/** Calls in the window below which a quantile says nothing. */
const enoughCalls = 30;

/** Seconds from which on a duration is felt: never more than what was promised, so that 80 ms are a lot where 50 ms are the target. */
export function feltFrom(usually: number, { policy, objectives }: Pick<AlertedWorkload, 'policy' | 'objectives'>): number {
  const targets = [objectives.latency.target, policy.signals.latency?.target ?? objectives.latency.target];
  return Math.min(usually, ...targets.map(seconds));
}

/** Its median over the past, which an incident of less than half of that does not move. */
export function usual(series: string, { past, recent }: Pick<AlertTiming, 'past' | 'recent'>): string {
  return `quantile_over_time(0.5, ${series}[${past}] offset ${recent})`;
}

/** Whether there is a past that can be compared with. 600 s of 30 s evaluations: 20 samples. */
function hasPast(series: string, { past, recent, history, interval }: AlertTiming): string {
  return `count_over_time(${series}[${past}] offset ${recent}) >= ${Math.floor(seconds(history) / seconds(interval))}`;
}

/** Calls of the last window are enough; `rate` has the labels of what it is a condition for. */
export function enough(rate: string, { recent }: AlertTiming): string {
  return `${rate} * ${seconds(recent)} >= ${enoughCalls}`;
}

/**
 * A duration twice as long as usual, and long enough to be felt. Without a past nothing is said: what is slow from its first call is for the objective.
 * @param floor seconds
 */
export function slowerThanUsual(latency: string, floor: number, timing: AlertTiming): string {
  return [`${latency} > ${unusual} * ${usual(latency, timing)}`, `and ${latency} > ${floor}`, `and ${hasPast(latency, timing)}`].join('\n');
}

/** A ratio above a limit that is not usual either. Without a past the limit alone decides. */
export function failingMoreThanUsual(errors: string, limit: number, timing: AlertTiming): string {
  return `(${errors} > ${limit} unless ${errors} <= ${unusual} * ${usual(errors, timing)})`;
}

/** A share that is higher than usual by a step. */
export function higherThanUsual(share: string, step: number, timing: AlertTiming): string {
  return `${share} > ${step} + ${usual(share, timing)}\nand ${hasPast(share, timing)}`;
}
