/** Scrape job of the applications' own metrics: only those in `telemetry.applicationMetrics`, from the workloads that it names. */
import type { Environment } from '../config/environment';
import { optimizerOf } from '../config/optimized-workloads';
import { jobs } from '../config/telemetry';
import { keyMetricsOf, keyRanks } from '../config/tuned-metrics';
import { namedForPod, notEnded, type ScrapeConfig } from './scrape-config';
import { measuredWorkloads, metricsPortOf } from './scrape-jobs';

/** For an environment that measures some workload. */
export function applicationPods(environment: Pick<Environment, 'telemetry' | 'workloads' | 'optimizer'>): ScrapeConfig {
  const measured = measuredWorkloads(environment);
  const kept = scrapedApplicationMetrics(environment);
  // by the name of the port: its number is another for the old pods of a release that changes it
  const places = measured.map((workload) => `${workload.namespace};${workload.name};${metricsPortOf(workload).name}`);
  return {
    job_name: jobs.application,
    metrics_path: '/metrics',
    kubernetes_sd_configs: [{ role: 'pod', namespaces: { names: [...new Set(measured.map(({ namespace }) => namespace))] } }],
    relabel_configs: [
      {
        source_labels: ['__meta_kubernetes_namespace', '__meta_kubernetes_pod_label_app_kubernetes_io_name', '__meta_kubernetes_pod_container_port_name'],
        regex: places.join('|'),
        action: 'keep',
      },
      notEnded,
      namedForPod,
      { source_labels: ['__meta_kubernetes_namespace'], target_label: 'namespace' },
      { source_labels: ['__meta_kubernetes_pod_name'], target_label: 'pod' },
      { source_labels: ['__meta_kubernetes_pod_label_app_kubernetes_io_name'], target_label: 'workload' },
    ],
    metric_relabel_configs: [{ source_labels: kept.sourceLabels, regex: kept.regex, action: 'keep' }],
  };
}

/** Keeps only configured metrics: whatever else an application exposes is dropped at the scrape. */
export function keptApplicationMetrics({ telemetry }: Pick<Environment, 'telemetry'>): { readonly sourceLabels: string[]; readonly regex: string } {
  return { sourceLabels: ['workload', '__name__'], regex: telemetry.applicationMetrics.map(({ workload, name }) => `${workload};${name}`).join('|') };
}

/** Those, and the keys that are read most: they stay in this Prometheus, because nobody but the optimizer reads them. Of an application that tells more ranks than the budget counts no more are kept. */
export function scrapedApplicationMetrics(environment: Pick<Environment, 'telemetry' | 'optimizer'>): ReturnType<typeof keptApplicationMetrics> {
  const kept = keptApplicationMetrics(environment);
  const keys = [...keyMetricsOf(optimizerOf(environment))].flatMap(([workload, names]) => names.map((name) => `${workload};${name};(?:${ranks})`));
  return keys.length === 0 ? kept : { sourceLabels: [...kept.sourceLabels, 'rank'], regex: [`(?:${kept.regex});.*`, ...keys].join('|') };
}

const ranks = Array.from({ length: keyRanks }, (_, index) => index + 1).join('|');
