/** Metrics that the gateway collectors make from every span, before any sampling. */
import { jobs, type MetricContract } from './contract';

export const spanMetrics = {
  calls: { name: 'traces_span_metrics_calls_total', unit: 'requests', job: jobs.gateway },
  durationBucket: { name: 'traces_span_metrics_duration_seconds_bucket', unit: 'seconds', job: jobs.gateway },
  durationSum: { name: 'traces_span_metrics_duration_seconds_sum', unit: 'seconds', job: jobs.gateway },
  durationCount: { name: 'traces_span_metrics_duration_seconds_count', unit: 'requests', job: jobs.gateway },
  /** Requests of guarded services by the version that answered, without health routes. The histogram has one bound: the objective's target. */
  versionCalls: { name: 'traces_version_metrics_calls_total', unit: 'requests', job: jobs.gateway },
  versionDurationBucket: { name: 'traces_version_metrics_duration_seconds_bucket', unit: 'seconds', job: jobs.gateway },
  /** The histogram of durations for sampled spans only, so that each of its exemplars leads to a trace that was kept. */
  sampledDurationBucket: { name: 'traces_sampled_duration_seconds_bucket', unit: 'seconds', job: jobs.gateway },
} as const satisfies Record<string, MetricContract>;

/** Labels that span metrics carry: `k8s_*` from the agents' k8s_attributes processor, the rest from the span_metrics connector. */
export const spanLabels = {
  namespace: 'k8s_namespace_name',
  deployment: 'k8s_deployment_name',
  service: 'service_name',
  kind: 'span_kind',
  name: 'span_name',
  status: 'status_code',
  version: 'service_version',
  server: 'SPAN_KIND_SERVER',
  client: 'SPAN_KIND_CLIENT',
  error: 'STATUS_CODE_ERROR',
  /** `true` on the series that counts the operations beyond the limit. */
  overflow: 'otel_metric_overflow',
} as const;

/** Resource attributes with which an application identifies itself. The service name is the Deployment's name, so both have the same value. */
export const resourceAttributes = {
  service: 'service.name',
  version: 'service.version',
  namespace: 'k8s.namespace.name',
  deployment: 'k8s.deployment.name',
  pod: 'k8s.pod.name',
} as const;
