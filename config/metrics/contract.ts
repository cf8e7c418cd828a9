/** The telemetry contract: what is fixed about a metric before anything produces or reads it. */

/** Scrape jobs by their `job` label. */
export const jobs = {
  gateway: 'otel-gateway',
  /** The collectors' metrics about themselves, agents and gateways alike. */
  collectorSelf: 'otel-collector',
  jaeger: 'jaeger',
  application: 'application',
  kubelet: 'kubelet',
  /** The kubelet's metrics about itself and its volumes. */
  kubeletSelf: 'kubelet-self',
  kubeStateMetrics: 'kube-state-metrics',
  alertmanager: 'alertmanager',
  metricsAdapter: 'prometheus-adapter',
  grafana: 'grafana',
  optimizer: 'optimizer',
  prometheus: 'prometheus',
} as const;

export type Job = (typeof jobs)[keyof typeof jobs];

/** One metric as Prometheus stores it. */
export interface MetricContract {
  readonly name: string;
  readonly unit: 'requests' | 'spans' | 'traces' | 'seconds' | 'bytes' | 'cores' | 'replicas' | 'ratio' | 'unix seconds' | 'boolean' | 'count' | 'days';
  /** The scrape job that brings it; also its `job` label. */
  readonly job: Job;
}
