/**
 * The telemetry contract: each metric's name as it arrives in Prometheus, its labels, its unit and who produces it (config/metrics, one file a producer), and the
 * names of everything recorded from them. Collectors, scrape jobs, rules, adapter, autoscalers, alerts and dashboards take names only from here.
 */
import { collectorMetrics } from './metrics/collector';
import type { MetricContract } from './metrics/contract';
import { kubernetesMetrics } from './metrics/kubernetes';
import { platformMetrics } from './metrics/platform';
import { serviceGraphMetrics } from './metrics/service-graph';
import { spanMetrics } from './metrics/spans';

export { jobs, type Job, type MetricContract } from './metrics/contract';
export { edgeLabels } from './metrics/service-graph';
export { resourceAttributes, spanLabels } from './metrics/spans';
export { servedPrefix } from './signals';
export { monitorInterval, standardTelemetry, type ApplicationMetric, type TelemetrySettings } from './telemetry-settings';

/** Every metric that anything reads. */
export const metrics = {
  ...spanMetrics,
  ...serviceGraphMetrics,
  ...collectorMetrics,
  ...kubernetesMetrics,
  ...platformMetrics,
} as const satisfies Record<string, MetricContract>;

/** Names of recorded series. A signal's name is appended to `desired`. */
export const recorded = {
  ready: 'lyo:ready_replicas',
  /** Replicas that the autoscaler has set, without the extra pods of a release. */
  wanted: 'lyo:wanted_replicas',
  /** Pods that are ready while they still start up. */
  starting: 'lyo:starting_replicas',
  /** Pods that have finished starting up and have CPU samples; the next series is the sum of the cores that they use. */
  settledPods: 'lyo:settled_pods:count',
  settledCpu: 'lyo:settled_cpu:cores',
  headroom: 'lyo:headroom:ratio',
  spansAlive: 'lyo:spans_alive',
  /** Spans that are missing in the counters or counted without their name, by `cause`; absent while there are none. */
  uncountedSpans: 'lyo:uncounted_spans:sum',
  ownShare: 'lyo:own_share:ratio',
  ownErrors: 'lyo:own_errors:ratio',
  busy: 'lyo:busy:ratio',
  requestRate: 'lyo:requests:rate',
  /** What the forecast of a worker is of, in the unit of its metric, and present while it is proven to be measured. */
  forecastLoad: 'lyo:forecast_load:sum',
  forecastLoadAlive: 'lyo:forecast_load_alive',
  latency: 'lyo:latency_seconds:quantile',
  errorRatio: 'lyo:errors:ratio',
  errorsActive: 'lyo:errors_active:bool',
  /** Replicas of a signal before its gates, for signals with gates. */
  rawPrefix: 'lyo:raw_replicas:',
  uncappedPrefix: 'lyo:uncapped_replicas:',
  desiredPrefix: 'lyo:desired_replicas:',
  /** Requests per second that break an objective; the next series is all requests per second that count for it. */
  objectiveBad: 'lyo:objective_bad:rate',
  objectiveTotal: 'lyo:objective_total:rate',
  /** Quotient of both, over the window in the label `window`. */
  objectiveErrors: 'lyo:objective_errors:ratio',
  /** Remaining share of the error budget: 1 untouched, 0 spent, below 0 overspent. */
  objectiveBudget: 'lyo:objective_budget:ratio',
  /** Requests that a version has answered within the guard's `bake`, by `service_version`; the next two series are those that failed and those that were slower than the objective. */
  versionRequests: 'lyo:version_requests:sum',
  versionFailed: 'lyo:version_failed:sum',
  versionSlow: 'lyo:version_slow:sum',
  versionPrefix: 'lyo:version_',
  operationRate: 'lyo:operation_requests:rate',
  operationLatency: 'lyo:operation_latency_seconds:p95',
  operationErrors: 'lyo:operation_errors:ratio',
  edgeRate: 'lyo:edge_requests:rate',
  edgeLatency: 'lyo:edge_latency_seconds:p95',
  edgeErrors: 'lyo:edge_errors:ratio',
  /** Share of a workload's edges of which the other end was not traced. */
  untracedEdges: 'lyo:untraced_edges:ratio',
  /** 1 where a stage of the tracing chain is healthy, 0 where it is not. */
  chainHealthy: 'lyo:tracing_chain:healthy',
  trendPrefix: 'lyo:trend:',
  /** Durations in milliseconds, under the name that Jaeger's Monitor tab queries. */
  monitorDuration: 'traces_span_metrics_duration_milliseconds_bucket',
} as const;
