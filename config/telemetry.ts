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
export { standardTelemetry, telemetrySettings, type ApplicationMetric, type TelemetrySettings } from './telemetry-settings';

/** Every metric that anything reads. */
export const metrics = {
  ...spanMetrics,
  ...serviceGraphMetrics,
  ...collectorMetrics,
  ...kubernetesMetrics,
  ...platformMetrics,
} as const satisfies Record<string, MetricContract>;

/** Names of recorded series. The last part of `desired` is the signal. */
export const recorded = {
  ready: 'lyo:ready_replicas',
  headroom: 'lyo:headroom:ratio',
  spansAlive: 'lyo:spans_alive',
  ownShare: 'lyo:own_share:ratio',
  ownErrors: 'lyo:own_errors:ratio',
  busy: 'lyo:busy:ratio',
  requestRate: 'lyo:requests:rate',
  latency: 'lyo:latency_seconds:quantile',
  errorRatio: 'lyo:errors:ratio',
  errorsActive: 'lyo:errors_active:bool',
  /** What a signal asks for before its gates, for those that have some. */
  rawPrefix: 'lyo:raw_replicas:',
  uncappedPrefix: 'lyo:uncapped_replicas:',
  desiredPrefix: 'lyo:desired_replicas:',
} as const;

/** A signal's metric name in custom.metrics.k8s.io is this prefix and the signal's name. */
export const servedPrefix = 'lyo_desired_replicas_';
