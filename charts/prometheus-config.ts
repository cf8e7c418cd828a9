/** Prometheus' configuration: which targets it scrapes, by the telemetry contract's job names, and where it sends alerts. */
import type { Environment } from '../config/environment';
import { ports } from '../config/names';
import { seconds } from '../config/quantities';
import { alertmanagerPods } from './alertmanager';
import { applicationPods } from './application-scrape';
import { aggregatedServerPods, componentPods, kubelets, type ScrapeConfig } from './scrape-config';
import { scrapeJobsOf, type ScrapeJob } from './scrape-jobs';

/** The part of prometheus.yml that this program states (prometheus.io/docs/prometheus/latest/configuration/configuration). */
export interface PrometheusConfig {
  readonly global: {
    readonly scrape_interval: string;
    readonly scrape_timeout: string;
    readonly evaluation_interval: string;
    /** Labels on every alert that is sent, so that a receiver of several environments knows its origin. */
    readonly external_labels: Readonly<Record<string, string>>;
  };
  readonly rule_files: readonly string[];
  readonly alerting: { readonly alertmanagers: readonly { readonly static_configs: readonly { readonly targets: readonly string[] }[] }[] };
  readonly scrape_configs: readonly ScrapeConfig[];
}

export const rulesFolder = '/etc/prometheus/rules';

export function prometheusConfig(environment: Environment): PrometheusConfig {
  const { name, telemetry } = environment;
  return {
    global: {
      scrape_interval: telemetry.scrapeInterval,
      // half the interval: a target that needs longer counts as down. Whole seconds, because Prometheus accepts no fractions
      scrape_timeout: `${Math.max(1, Math.floor(seconds(telemetry.scrapeInterval) / 2))}s`,
      evaluation_interval: telemetry.ruleInterval,
      external_labels: { environment: name },
    },
    rule_files: [`${rulesFolder}/*.yaml`],
    alerting: {
      // all replicas, each by its own name: through a Service an alert would reach only one of them
      alertmanagers: [{ static_configs: [{ targets: alertmanagerPods(environment).map((pod) => `${pod}:${ports.alertmanager}`) }] }],
    },
    scrape_configs: scrapeJobsOf(environment).map((job) => scrapeConfig(environment, job)),
  };
}

function scrapeConfig(environment: Environment, job: ScrapeJob): ScrapeConfig {
  switch (job.kind) {
    case 'components':
      return componentPods(job);
    case 'aggregated server':
      return aggregatedServerPods(job);
    case 'kubelets':
      return kubelets(job);
    case 'applications':
      return applicationPods(environment);
  }
}
