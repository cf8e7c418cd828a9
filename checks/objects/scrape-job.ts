/** Scrape jobs of Prometheus (prometheus.io/docs/prometheus/latest/configuration/configuration), read from the ConfigMaps that its workload mounts. */
import { z } from 'zod';
import { jobs } from '../../config/telemetry';
import type { Manifests } from '../manifest';
import { computedOnce } from '../view';
import { mountedConfigMaps, yamlFiles, type ConfigMap } from './config-map';
import type { TcpPort } from './network-policy';
import { runningContainers } from './pod';
import { passes } from './series-selector';
import { listOf, texts } from './shape';
import { workloads, type Workload } from './workload';

const relabelRule = z.object({
  source_labels: texts,
  separator: z.string().default(';'),
  regex: z.union([z.string(), z.number(), z.boolean()]).default('(.*)').transform(String),
  action: z.string().default('replace'),
});
const discovery = z.object({ role: z.string(), namespaces: z.object({ names: texts, own_namespace: z.boolean().nullish() }).nullish() });
const scrapeConfig = z.object({
  job_name: z.string(),
  kubernetes_sd_configs: listOf(discovery),
  relabel_configs: listOf(relabelRule),
  metric_relabel_configs: listOf(relabelRule),
});
const prometheusFile = z.object({ scrape_configs: z.array(scrapeConfig) });

export type RelabelRule = z.infer<typeof relabelRule>;

/** A scrape job with one service discovery configuration. */
export interface ScrapeJob {
  readonly name: string;
  /** Role of the discovery: `pod`, `node`, … */
  readonly role: string;
  /** Namespaces of the discovery; all when empty. */
  readonly namespaces: readonly string[];
  readonly relabelRules: readonly RelabelRule[];
  /** Metric relabeling rules, applied to each sample after the scrape. */
  readonly sampleRules: readonly RelabelRule[];
  readonly configMap: ConfigMap;
  /** The Prometheus workload that scrapes. */
  readonly scraper: Workload;
}

/** Scrape jobs that discover their targets through Kubernetes. */
export const scrapeJobs: (manifests: Manifests) => readonly ScrapeJob[] = computedOnce((manifests) =>
  workloads(manifests).flatMap((scraper) =>
    mountedConfigMaps(manifests, scraper).flatMap((configMap) =>
      yamlFiles(configMap).flatMap((content) => {
        const file = prometheusFile.safeParse(content);
        return file.success ? file.data.scrape_configs.flatMap((config) => jobsOf(config, configMap, scraper)) : [];
      }),
    ),
  ),
);

function jobsOf(config: z.infer<typeof scrapeConfig>, configMap: ConfigMap, scraper: Workload): readonly ScrapeJob[] {
  return config.kubernetes_sd_configs.map(({ role, namespaces }) => ({
    name: config.job_name,
    role,
    namespaces: [...(namespaces?.names ?? []), ...(namespaces?.own_namespace ? [scraper.object.namespace ?? ''] : [])],
    relabelRules: config.relabel_configs,
    sampleRules: config.metric_relabel_configs,
    configMap,
    scraper,
  }));
}

/** Names of the applications' own metrics that their job keeps, each stated as `<workload>;<name>`. */
export function scrapedApplicationMetrics(manifests: Manifests): ReadonlySet<string> {
  const kept = scrapeJobs(manifests)
    .filter(({ name }) => name === jobs.application)
    .flatMap(({ sampleRules }) => sampleRules.filter(({ action }) => action === 'keep').flatMap(({ regex }) => regex.split('|')));
  return new Set(kept.map((pair) => pair.split(';').at(-1) ?? pair));
}

/** A port of a workload's pods that a job scrapes. */
export interface ScrapeTarget {
  readonly workload: Workload;
  readonly port: TcpPort;
}

/** Targets that a job for pods would have if all pods of the manifests were running. */
export function targetsOf(manifests: Manifests, job: ScrapeJob): readonly ScrapeTarget[] {
  return job.role === 'pod' ? candidatesOf(manifests, job).flatMap((workload) => targetsIn(workload, job.relabelRules)) : [];
}

/** The workloads in the namespaces of a job's discovery. */
export function candidatesOf(manifests: Manifests, { namespaces }: ScrapeJob): readonly Workload[] {
  return workloads(manifests).filter(({ object }) => namespaces.length === 0 || namespaces.includes(object.namespace ?? ''));
}

function targetsIn(workload: Workload, rules: readonly RelabelRule[]): readonly ScrapeTarget[] {
  const ofPod = podLabels(workload);
  return runningContainers(workload.pod).flatMap((container) =>
    container.ports
      .filter(({ name, containerPort }) =>
        isKept(rules, {
          ...ofPod,
          [`${meta}container_name`]: container.name,
          [`${meta}container_port_name`]: name ?? '',
          [`${meta}container_port_number`]: String(containerPort),
        }),
      )
      .map(({ name, containerPort }) => ({ workload, port: { number: containerPort, ...(name ? { name } : {}) } })),
  );
}

const meta = '__meta_kubernetes_pod_';

/** Labels that service discovery gives to a running pod. Prometheus replaces characters that a label name cannot contain with `_`. */
function podLabels({ object, labels }: Workload): Readonly<Record<string, string>> {
  const own = Object.entries(labels).map(([label, value]) => [labelName(label), value] as const);
  return { ...Object.fromEntries(own), __meta_kubernetes_namespace: object.namespace ?? '', [`${meta}phase`]: 'Running', [`${meta}ready`]: 'true' };
}

/** Name of a pod label in service discovery. */
function labelName(label: string): string {
  return `${meta}label_${label.replaceAll(/\W/g, '_')}`;
}

function isKept(rules: readonly RelabelRule[], labels: Readonly<Record<string, string>>): boolean {
  return rules.every(({ action, source_labels, separator, regex }) => {
    // values that manifests do not contain, such as a pod's address, count as matching
    if (!source_labels.every((label) => label in labels || label.startsWith(`${meta}label_`))) return true;
    const matches = passes({ label: '', operator: '=~', value: regex }, source_labels.map((label) => labels[label] ?? '').join(separator));
    return action === 'keep' ? matches : action !== 'drop' || !matches;
  });
}
