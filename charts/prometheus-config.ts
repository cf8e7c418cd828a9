/** Prometheus' configuration: which targets it scrapes, by the telemetry contract's job names, and whom it tells of alerts. */
import type { Environment } from '../config/environment';
import { components, namespaces, ports } from '../config/names';
import { seconds } from '../config/quantities';
import { jobs, metrics } from '../config/telemetry';
import { applicationPods } from './application-scrape';
import { componentPods, kubelets, type ScrapeConfig } from './scrape-config';

/** The part of prometheus.yml that this program states (prometheus.io/docs/prometheus/latest/configuration/configuration). */
export interface PrometheusConfig {
  readonly global: {
    readonly scrape_interval: string;
    readonly scrape_timeout: string;
    readonly evaluation_interval: string;
    /** On every alert that leaves, so that a receiver of several environments knows which one speaks. */
    readonly external_labels: Readonly<Record<string, string>>;
  };
  readonly rule_files: readonly string[];
  readonly alerting: { readonly alertmanagers: readonly { readonly static_configs: readonly { readonly targets: readonly string[] }[] }[] };
  readonly scrape_configs: readonly ScrapeConfig[];
}

export const rulesFolder = '/etc/prometheus/rules';
const { collectorAgent, collectorGateway, jaeger, jaegerCollector, jaegerQuery } = components;

export function prometheusConfig(environment: Environment): PrometheusConfig {
  const { name, telemetry } = environment;
  return {
    global: {
      scrape_interval: telemetry.scrapeInterval,
      // a target that needs longer than this is as good as down; Prometheus knows no fractions of a second
      scrape_timeout: `${Math.max(1, Math.floor(seconds(telemetry.scrapeInterval) / 2))}s`,
      evaluation_interval: telemetry.ruleInterval,
      external_labels: { environment: name },
    },
    rule_files: [`${rulesFolder}/*.yaml`],
    alerting: {
      alertmanagers: [{ static_configs: [{ targets: [`${components.alertmanager}.${namespaces.observability}.svc:${ports.alertmanager}`] }] }],
    },
    scrape_configs: [
      componentPods(jobs.gateway, [collectorGateway], ports.collectorMetrics),
      componentPods(jobs.collectorSelf, [collectorAgent, collectorGateway], ports.selfMetrics),
      componentPods(jobs.jaeger, [jaeger, jaegerCollector, jaegerQuery], ports.selfMetrics),
      applicationPods(environment),
      kubeletResources,
      kubelets(jobs.kubeletSelf, '/metrics', [metrics.volumeAvailable.name, metrics.volumeCapacity.name]),
      // the series' own `namespace` and `pod` labels win, because they are about other pods
      { ...componentPods(jobs.kubeStateMetrics, [components.kubeStateMetrics], ports.stateMetrics), honor_labels: true },
      componentPods(jobs.alertmanager, [components.alertmanager], ports.alertmanager),
      componentPods(jobs.optimizer, [components.optimizer], ports.optimizer),
      { job_name: jobs.prometheus, static_configs: [{ targets: [`localhost:${ports.prometheus}`] }] },
    ],
  };
}

/** CPU and memory of containers and nodes. Samples carry the kubelet's own timestamps; untracked, a vanished pod's series would live on for five minutes. */
const kubeletResources: ScrapeConfig = {
  ...kubelets(jobs.kubelet, '/metrics/resource', [metrics.cpuUsage.name, metrics.workingSet.name, 'node_.*', 'scrape_error']),
  track_timestamps_staleness: true,
};
