/**
 * The telemetry contract: each metric's name as it arrives in Prometheus, its labels, its unit and who produces it.
 * Scrape jobs, recording rules, adapter rules and autoscalers take names only from here.
 */
import { z } from 'zod';
import { duration } from './quantities';

/** Intervals and buckets an environment may choose. */
export const telemetrySettings = z.strictObject({
  /** Time between two scrapes of one target. */
  scrapeInterval: duration,
  /** Time between two evaluations of the recording rules. */
  ruleInterval: duration,
  /** W: how far back rates and quantiles look; at least four scrape intervals, or one lost scrape makes a hole. */
  window: duration,
  /** Time between two decisions of the HPA controller; a fact of the control plane (GKE: 15 s). */
  syncPeriod: duration,
  /** Upper bounds of the latency histogram in seconds; each latency target must be one of them, or the quantile is interpolated across it. */
  latencyBuckets: z.array(z.number().gt(0)).min(2),
  /** How long Prometheus keeps samples. */
  retention: duration,
});
export type TelemetrySettings = z.infer<typeof telemetrySettings>;

/** The settings that both environments start from; worst-case delays are computed from them. */
export const standardTelemetry: TelemetrySettings = {
  scrapeInterval: '10s',
  ruleInterval: '10s',
  window: '60s',
  syncPeriod: '15s',
  latencyBuckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 0.75, 1, 1.5, 2, 2.5, 3, 5, 10, 30],
  retention: '1296000s',
};

/** One metric as Prometheus stores it. */
export interface MetricContract {
  readonly name: string;
  readonly unit: 'requests' | 'seconds' | 'bytes' | 'replicas' | 'ratio' | 'unix seconds' | 'boolean';
  /** The scrape job that brings it; also its `job` label. */
  readonly job: string;
}

/** Scrape jobs by their `job` label. */
export const jobs = {
  gateway: 'otel-gateway',
  kubelet: 'kubelet',
  kubeStateMetrics: 'kube-state-metrics',
  optimizer: 'optimizer',
  prometheus: 'prometheus',
} as const;

/** Every metric that scaling reads. */
export const metrics = {
  calls: { name: 'traces_span_metrics_calls_total', unit: 'requests', job: jobs.gateway },
  durationBucket: { name: 'traces_span_metrics_duration_seconds_bucket', unit: 'seconds', job: jobs.gateway },
  cpuUsage: { name: 'container_cpu_usage_seconds_total', unit: 'seconds', job: jobs.kubelet },
  workingSet: { name: 'container_memory_working_set_bytes', unit: 'bytes', job: jobs.kubelet },
  readyReplicas: { name: 'kube_deployment_status_replicas_ready', unit: 'replicas', job: jobs.kubeStateMetrics },
  forecast: { name: 'lyo_forecast_replicas', unit: 'replicas', job: jobs.optimizer },
  headroom: { name: 'lyo_headroom_ratio', unit: 'ratio', job: jobs.optimizer },
  validUntil: { name: 'lyo_forecast_valid_until_seconds', unit: 'unix seconds', job: jobs.optimizer },
  up: { name: 'up', unit: 'boolean', job: jobs.gateway },
} as const satisfies Record<string, MetricContract>;

/** Labels that span metrics carry: `k8s_*` from the agents' k8s_attributes processor, the rest from the span_metrics connector. */
export const spanLabels = {
  namespace: 'k8s_namespace_name',
  deployment: 'k8s_deployment_name',
  kind: 'span_kind',
  name: 'span_name',
  status: 'status_code',
  server: 'SPAN_KIND_SERVER',
  error: 'STATUS_CODE_ERROR',
} as const;

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
  uncappedPrefix: 'lyo:uncapped_replicas:',
  desiredPrefix: 'lyo:desired_replicas:',
} as const;

/** A signal's metric name in custom.metrics.k8s.io is this prefix and the signal's name. */
export const servedPrefix = 'lyo_desired_replicas_';
