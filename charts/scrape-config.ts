/** Pieces of scrape jobs (prometheus.io/docs/prometheus/latest/configuration/configuration/#scrape_config). */
import { namespaces } from '../config/names';

export interface ScrapeConfig {
  readonly job_name: string;
  readonly [setting: string]: unknown;
}

/** A pod that has ended is kept for its log until somebody removes it: scraping its address, which may be another pod's by now, would count it as down. */
export const notEnded = { source_labels: ['__meta_kubernetes_pod_phase'], regex: 'Failed|Succeeded', action: 'drop' } as const;

export const namedForPod = { source_labels: ['__meta_kubernetes_pod_name'], target_label: 'instance' } as const;

/** One port of the pods of some components of the platform. */
export function componentPods(job: string, names: readonly string[], port: number): ScrapeConfig {
  return {
    job_name: job,
    kubernetes_sd_configs: [{ role: 'pod', namespaces: { names: [namespaces.observability] } }],
    relabel_configs: [
      { source_labels: ['__meta_kubernetes_pod_label_app_kubernetes_io_name'], regex: names.join('|'), action: 'keep' },
      { source_labels: ['__meta_kubernetes_pod_container_port_number'], regex: String(port), action: 'keep' },
      notEnded,
      namedForPod,
    ],
  };
}

const serviceAccount = '/var/run/secrets/kubernetes.io/serviceaccount';

/**
 * A path of every kubelet: no agent on the node and no host path.
 * @param kept names of the metrics that are kept, as regular expressions
 */
export function kubelets(job: string, path: string, kept: readonly string[]): ScrapeConfig {
  return {
    job_name: job,
    scheme: 'https',
    metrics_path: path,
    authorization: { type: 'Bearer', credentials_file: `${serviceAccount}/token` },
    tls_config: { ca_file: `${serviceAccount}/ca.crt` },
    kubernetes_sd_configs: [{ role: 'node' }],
    relabel_configs: [{ source_labels: ['__meta_kubernetes_node_name'], target_label: 'node' }],
    metric_relabel_configs: [{ source_labels: ['__name__'], regex: kept.join('|'), action: 'keep' }],
  };
}
