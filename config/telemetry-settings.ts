/** Intervals, buckets and expectations that an environment may choose for its telemetry. */
import { z } from 'zod';
import { duration, durationOf, durationWithin, longDuration, seconds, type Duration } from './quantities';

/** A metric of the application itself, scraped from the workload's `/metrics`. This entry states its panel, its alert and its signal. */
const applicationMetric = z.strictObject({
  /** Name under which the application exposes it, for example `orders_waiting`. */
  name: z.string().regex(/^[a-z][a-z0-9_]*$/, 'must be a metric name in snake case'),
  /** Workload that exposes it. */
  workload: z.string(),
  /** A gauge is aggregated over the pods as `pods` says; a counter becomes a rate per second over the window, summed over the pods. */
  type: z.enum(['gauge', 'counter']),
  /**
   * `sum` where each pod reports its own share, such as the carts that it holds; `max` where all pods report the same value, such as the length of a shared queue:
   * summed, the queue would count once per pod, so more pods would ask for more pods. @default sum
   */
  pods: z.enum(['sum', 'max'], 'must be sum or max').optional(),
  /** Title of the metric's panel. */
  title: z.string().min(1),
  /** Unit of the metric's panel, for example `orders`. */
  unit: z.string().min(1),
  /** Scales the workload on the metric: min(ceil(aggregate / perPod), cap) replicas, a signal like those of the policy. @default - no signal */
  scaling: z.strictObject({ perPod: z.number().gt(0), cap: z.int().min(1).max(1000) }).optional(),
  /** Alert while the aggregate stays above a value. @default - no alert */
  alert: z.strictObject({ above: z.number(), lasting: duration, severity: z.enum(['page', 'ticket']) }).optional(),
});
export type ApplicationMetric = z.infer<typeof applicationMetric>;

/** Interval of a repeated task: at least a second, at most a day. */
const pause = durationWithin({ least: '1s', most: '86400s' });

export const telemetrySettings = z.strictObject({
  /** Time that an application's SDK collects spans before it sends them. */
  spanBatch: duration,
  /** Time between two flushes of the metrics that collectors make of spans. */
  flushInterval: duration,
  /** Time between two scrapes of one target. */
  scrapeInterval: pause,
  /** Time between two evaluations of the recording rules. */
  ruleInterval: pause,
  /** W: how far back rates and quantiles look; at least four scrape intervals, or one lost scrape makes a gap. */
  window: duration,
  /** Time between two decisions of the HPA controller; a fact of the control plane (GKE: 15 s). */
  syncPeriod: pause,
  /** Upper bounds of the latency histogram in seconds, for dashboards. Bounds that targets and objectives need are added (latency-bounds.ts). */
  latencyBuckets: z.array(z.number().gt(0)).min(2),
  /** Different operations (span names) that one service is expected to have; the cardinality budget and the collectors' limit follow from it. */
  operationsPerService: z.int().min(1).max(10_000),
  /** How long Prometheus keeps samples: 31 days show a month's trend, and the error budget of 30 days whole. */
  retention: longDuration,
  /** Metrics of the applications themselves: scrape job, panel, alert and signal follow from one entry. */
  applicationMetrics: z.array(applicationMetric),
});
export type TelemetrySettings = z.infer<typeof telemetrySettings>;

/** Time between two samples of the series for Jaeger's Monitor tab: its rates are over ten minutes, so three scrape intervals are enough. */
export function monitorInterval({ scrapeInterval }: Pick<TelemetrySettings, 'scrapeInterval'>): Duration {
  return durationOf(3 * seconds(scrapeInterval));
}

/** The settings that both environments start from; worst-case delays are computed from them. */
export const standardTelemetry: TelemetrySettings = {
  spanBatch: '1s',
  flushInterval: '5s',
  scrapeInterval: '10s',
  ruleInterval: '10s',
  window: '60s',
  syncPeriod: '15s',
  latencyBuckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 0.75, 1, 1.5, 2, 2.5, 3, 5, 10, 30],
  operationsPerService: 100,
  retention: '2678400s',
  applicationMetrics: [],
};
