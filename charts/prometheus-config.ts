/** Prometheus' configuration: which targets it scrapes, by the telemetry contract's job names. */
import type { Environment } from '../config/environment';
import { components, namespaces, ports } from '../config/names';
import { seconds } from '../config/quantities';
import { jobs, metrics } from '../config/telemetry';

/** The part of prometheus.yml that this program states (prometheus.io/docs/prometheus/latest/configuration/configuration). */
export interface PrometheusConfig {
  readonly global: { readonly scrape_interval: string; readonly scrape_timeout: string; readonly evaluation_interval: string };
  readonly rule_files: readonly string[];
  readonly scrape_configs: readonly ScrapeConfig[];
}

export interface ScrapeConfig {
  readonly job_name: string;
  readonly [setting: string]: unknown;
}

export const rulesFolder = '/etc/prometheus/rules';
const serviceAccount = '/var/run/secrets/kubernetes.io/serviceaccount';

export function prometheusConfig({ telemetry }: Environment): PrometheusConfig {
  return {
    global: {
      scrape_interval: telemetry.scrapeInterval,
      // a target that needs longer than this is as good as down; Prometheus knows no fractions of a second
      scrape_timeout: `${Math.max(1, Math.floor(seconds(telemetry.scrapeInterval) / 2))}s`,
      evaluation_interval: telemetry.ruleInterval,
    },
    rule_files: [`${rulesFolder}/*.yaml`],
    scrape_configs: [
      pods(jobs.gateway, components.collectorGateway, ports.collectorMetrics),
      kubelet,
      pods(jobs.kubeStateMetrics, components.kubeStateMetrics, 8080),
      pods(jobs.optimizer, components.optimizer, 8080),
      { job_name: jobs.prometheus, static_configs: [{ targets: [`localhost:${ports.prometheus}`] }] },
    ],
  };
}

/** One port of a component's pods. The series' own `namespace` and `pod` labels win for kube-state-metrics, whose series are about other pods. */
function pods(job: string, component: string, port: number): ScrapeConfig {
  return {
    job_name: job,
    honor_labels: job === jobs.kubeStateMetrics,
    kubernetes_sd_configs: [{ role: 'pod', namespaces: { names: [namespaces.observability] } }],
    relabel_configs: [
      { source_labels: ['__meta_kubernetes_pod_label_app_kubernetes_io_name'], regex: component, action: 'keep' },
      { source_labels: ['__meta_kubernetes_pod_container_port_number'], regex: String(port), action: 'keep' },
      // a pod that has ended is kept for its log until somebody removes it: scraping its address, which may be another pod's by now, would count it as down
      { source_labels: ['__meta_kubernetes_pod_phase'], regex: 'Failed|Succeeded', action: 'drop' },
      { source_labels: ['__meta_kubernetes_pod_name'], target_label: 'instance' },
    ],
  };
}

/** CPU and memory of containers and nodes, by the kubelet's resource endpoint: no agent on the node and no host path. */
const kubelet: ScrapeConfig = {
  job_name: jobs.kubelet,
  scheme: 'https',
  metrics_path: '/metrics/resource',
  // samples carry the kubelet's own timestamps; without this a vanished pod's series would live on for five minutes
  track_timestamps_staleness: true,
  authorization: { type: 'Bearer', credentials_file: `${serviceAccount}/token` },
  tls_config: { ca_file: `${serviceAccount}/ca.crt` },
  kubernetes_sd_configs: [{ role: 'node' }],
  relabel_configs: [{ source_labels: ['__meta_kubernetes_node_name'], target_label: 'node' }],
  metric_relabel_configs: [{ source_labels: ['__name__'], regex: `${metrics.cpuUsage.name}|${metrics.workingSet.name}|node_.*|scrape_error`, action: 'keep' }],
};
