/** A service level objective as two counts: the requests that break it, and all requests. */
import { seconds } from '../../config/quantities';
import { spans } from '../scaling/series';
import type { AlertedWorkload } from '../alerts/alerted';

export interface Objective {
  /** Value of the label `slo`. */
  readonly name: 'availability' | 'latency';
  /** Share of requests that may break the objective. */
  readonly budget: number;
  /** PromQL: requests per second over a range that break the objective; no result where there is no traffic. */
  readonly bad: (range: string) => string;
  readonly total: (range: string) => string;
}

export function objectivesOf(workload: AlertedWorkload): readonly Objective[] {
  return [availability(workload), latency(workload)];
}

function availability(workload: AlertedWorkload): Objective {
  const { name } = workload.telemetry.metrics.calls;
  const rate = (selection: 'calls' | 'errors', range: string) => `sum(rate(${spans(workload, name, selection)}[${range}]))`;
  return {
    name: 'availability',
    budget: 1 - workload.objectives.availability,
    // the error series does not exist before the first error
    bad: (range) => `${rate('errors', range)} or 0 * ${rate('calls', range)}`,
    total: (range) => rate('calls', range),
  };
}

/** Counted at the bucket whose bound is the target, so nothing is interpolated. A failed request counts by its duration like any other; requests that are not judged by latency do not count. */
function latency(workload: AlertedWorkload): Objective {
  const { durationCount } = workload.telemetry.metrics;
  const { share } = workload.objectives.latency;
  const within = requestsWithin(workload);
  const total = (range: string) => `sum(rate(${spans(workload, durationCount.name, 'judged')}[${range}]))`;
  return {
    name: 'latency',
    budget: 1 - share,
    bad: (range) => `clamp_min(${total(range)} - sum(rate(${within}[${range}])), 0)`,
    total,
  };
}

/** Requests within the target: the bucket whose bound is the target. */
export function requestsWithin(workload: AlertedWorkload): string {
  const bound = boundPattern(seconds(workload.objectives.latency.target));
  return spans(workload, workload.telemetry.metrics.durationBucket.name, 'judged').replace(/\}$/, `,le=~${JSON.stringify(bound)}}`);
}

/** Regular expression for the label `le`, which is `2.0` where Prometheus scraped it and `2` where it was pushed: 2 → `2|2\\.0`, 0.5 → `0\\.5`. */
export function boundPattern(bound: number): string {
  const text = String(bound).replaceAll('.', '\\.');
  return Number.isInteger(bound) ? `${text}|${text}\\.0` : text;
}
