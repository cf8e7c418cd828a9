/** Scrape jobs as Prometheus reads them (prometheus.io/docs/prometheus/latest/configuration/configuration/#scrape_config). */
import { namespaces } from '../config/names';
import type { ComponentJob, KubeletJob } from './scrape-jobs';

export interface ScrapeConfig {
  readonly job_name: string;
  readonly [setting: string]: unknown;
}

/** A pod that has ended is kept for its log until somebody removes it: scraping its address, which may be another pod's by now, would count it as down. */
export const notEnded = { source_labels: ['__meta_kubernetes_pod_phase'], regex: 'Failed|Succeeded', action: 'drop' } as const;

export const namedForPod = { source_labels: ['__meta_kubernetes_pod_name'], target_label: 'instance' } as const;

export function componentPods({ job, names, port, honorLabels = false }: ComponentJob): ScrapeConfig {
  return {
    job_name: job,
    kubernetes_sd_configs: [{ role: 'pod', namespaces: { names: [namespaces.observability] } }],
    relabel_configs: [
      { source_labels: ['__meta_kubernetes_pod_label_app_kubernetes_io_name'], regex: names.join('|'), action: 'keep' },
      { source_labels: ['__meta_kubernetes_pod_container_port_number'], regex: String(port), action: 'keep' },
      notEnded,
      namedForPod,
    ],
    ...(honorLabels ? { honor_labels: true } : {}),
  };
}

const serviceAccount = '/var/run/secrets/kubernetes.io/serviceaccount';

/** No agent on the node and no host path. */
export function kubelets({ job, path, kept, ownTimestamps = false }: KubeletJob): ScrapeConfig {
  return {
    job_name: job,
    scheme: 'https',
    metrics_path: path,
    authorization: { type: 'Bearer', credentials_file: `${serviceAccount}/token` },
    tls_config: { ca_file: `${serviceAccount}/ca.crt` },
    kubernetes_sd_configs: [{ role: 'node' }],
    relabel_configs: [{ source_labels: ['__meta_kubernetes_node_name'], target_label: 'node' }],
    metric_relabel_configs: [{ source_labels: ['__name__'], regex: kept.join('|'), action: 'keep' }],
    ...(ownTimestamps ? { track_timestamps_staleness: true } : {}),
  };
}
