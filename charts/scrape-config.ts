/** Scrape jobs as Prometheus reads them (prometheus.io/docs/prometheus/latest/configuration/configuration/#scrape_config). */
import { namespaces } from '../config/names';
import type { AggregatedServerJob, ComponentJob, KubeletJob } from './scrape-jobs';

export interface ScrapeConfig {
  readonly job_name: string;
  readonly [setting: string]: unknown;
}

/** Drops pods that have ended. Kubernetes keeps them for their logs, and a scrape of the old address, which may by now belong to another pod, would count as down. */
export const notEnded = { source_labels: ['__meta_kubernetes_pod_phase'], regex: 'Failed|Succeeded', action: 'drop' } as const;

export const namedForPod = { source_labels: ['__meta_kubernetes_pod_name'], target_label: 'instance' } as const;

export function componentPods({ job, names, port, honorLabels = false, kept }: ComponentJob): ScrapeConfig {
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
    ...(kept === undefined ? {} : { metric_relabel_configs: [keep(kept)] }),
  };
}

const serviceAccount = '/var/run/secrets/kubernetes.io/serviceaccount';
const ownToken = { type: 'Bearer', credentials_file: `${serviceAccount}/token` } as const;

/** Folder with `ca.crt`, the CA of an aggregated server's certificate. */
export function authorityFolder(name: string): string {
  return `/etc/prometheus/authorities/${name}`;
}

export function aggregatedServerPods({ job, name, port, serverName, kept }: AggregatedServerJob): ScrapeConfig {
  return {
    ...componentPods({ kind: 'components', job, names: [name], port, kept }),
    scheme: 'https',
    authorization: ownToken,
    // pods are scraped by address, but the certificate is for the Service's name
    tls_config: { ca_file: `${authorityFolder(name)}/ca.crt`, server_name: serverName },
  };
}

/** Scrapes a path of every kubelet, without an agent on the node and without host paths. */
export function kubelets({ job, path, kept, ownTimestamps = false }: KubeletJob): ScrapeConfig {
  return {
    job_name: job,
    scheme: 'https',
    metrics_path: path,
    authorization: ownToken,
    tls_config: { ca_file: `${serviceAccount}/ca.crt` },
    kubernetes_sd_configs: [{ role: 'node' }],
    relabel_configs: [{ source_labels: ['__meta_kubernetes_node_name'], target_label: 'node' }],
    metric_relabel_configs: [keep(kept)],
    ...(ownTimestamps ? { track_timestamps_staleness: true } : {}),
  };
}

function keep(names: readonly string[]): object {
  return { source_labels: ['__name__'], regex: names.join('|'), action: 'keep' };
}
