/** Intervals, buckets and expectations that an environment may choose for its telemetry. */
import { z } from 'zod';
import { duration, durationOf, durationWithin, longDuration, seconds, type Duration } from './quantities';

/** A metric of the application itself: read from `/metrics` of the workload's port, shown, alerted on and scaled on as this entry says. */
const applicationMetric = z.strictObject({
  /** As the application exposes it, for example `orders_waiting`. */
  name: z.string().regex(/^[a-z][a-z0-9_]*$/, 'must be a metric name in snake case'),
  /** Workload that exposes it. */
  workload: z.string(),
  /** A gauge is taken together over the pods as `pods` says; a counter is summed as a rate per second over the window. */
  type: z.enum(['gauge', 'counter']),
  /**
   * `sum` where each pod tells what is its own, such as carts that it holds; `max` where all tell the same, such as the length of the queue from which they all
   * take: summed, a queue would count once for each pod, and pods would ask for pods. @default sum
   */
  pods: z.enum(['sum', 'max'], 'must be sum or max').optional(),
  /** Title of its panel, for people. */
  title: z.string().min(1),
  /** Unit of its panel, for example `orders`. */
  unit: z.string().min(1),
  /** To scale the workload on it: ceil(together / perPod), at most `cap`. A signal like those of the policy, with its own cap. @default - no signal */
  scaling: z.strictObject({ perPod: z.number().gt(0), cap: z.int().min(1).max(1000) }).optional(),
  /** Alerts when it stays above a value. @default - no alert */
  alert: z.strictObject({ above: z.number(), lasting: duration, severity: z.enum(['page', 'ticket']) }).optional(),
});
export type ApplicationMetric = z.infer<typeof applicationMetric>;

/** Between two of what is done again and again. */
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
  /** W: how far back rates and quantiles look; at least four scrape intervals, or one lost scrape makes a hole. */
  window: duration,
  /** Time between two decisions of the HPA controller; a fact of the control plane (GKE: 15 s). */
  syncPeriod: pause,
  /** Upper bounds of the latency histogram in seconds, for the picture that people see. Those that targets and objectives need come on top (latency-bounds.ts). */
  latencyBuckets: z.array(z.number().gt(0)).min(2),
  /** Different operations (span names) that one service is expected to have; the cardinality budget and the collectors' limit follow from it. */
  operationsPerService: z.int().min(1).max(10_000),
  /** How long Prometheus keeps samples: 31 days show a month's trend, and the error budget of 30 days whole. */
  retention: longDuration,
  /** Metrics of the applications themselves, each scraped, shown, alerted on and scaled on from this one entry. */
  applicationMetrics: z.array(applicationMetric),
});
export type TelemetrySettings = z.infer<typeof telemetrySettings>;

/** Time between two samples of what the Monitor tab reads: its rates are over ten minutes, so every third scrape is enough. */
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
