/** Who is scraped: the jobs of the telemetry contract, before they are written down for Prometheus (prometheus-config.ts) and for Google's collectors (managed-collection.ts). */
import type { Component } from '../config/components';
import type { Environment } from '../config/environment';
import { mainPort, measuredAt, metricsPort } from '../config/further-ports';
import { components, namespaces, ports } from '../config/names';
import { jobs, metrics, type Job } from '../config/telemetry';
import { scaledWorkloads, type ScaledKind } from '../config/workload';
import { presentComponents } from './present-components';

/** One port of the pods of some components of the platform. */
export interface ComponentJob {
  readonly kind: 'components';
  readonly job: Job;
  readonly names: readonly Component[];
  readonly port: number;
  /** Whether the series' own `namespace` and `pod` win over those of the scraped pod, because they are about other pods. @default false */
  readonly honorLabels?: boolean;
  /** Names of the metrics that Prometheus keeps, as regular expressions. @default - all */
  readonly kept?: readonly string[];
  /** Whether Google's collectors may connect to it too, where a copy goes there. @default true */
  readonly copied?: boolean;
}

/** A path of every kubelet. */
export interface KubeletJob {
  readonly kind: 'kubelets';
  readonly job: Job;
  readonly path: string;
  /** Names of the metrics that Prometheus keeps, as regular expressions. */
  readonly kept: readonly string[];
  /** Whether samples carry the kubelet's own timestamps; untracked, a vanished pod's series would live on for five minutes. @default false */
  readonly ownTimestamps?: boolean;
}

/**
 * Pods of a server of an API group of the cluster. It serves by HTTPS with a certificate of its own, for `serverName`, and asks the API server who scrapes and whether
 * that one may.
 */
export interface AggregatedServerJob {
  readonly kind: 'aggregated server';
  readonly job: Job;
  readonly name: Component;
  readonly port: number;
  readonly serverName: string;
  /** Names of the metrics that Prometheus keeps, as regular expressions. */
  readonly kept: readonly string[];
}

export type ScrapeJob =
  | ComponentJob
  | AggregatedServerJob
  | KubeletJob
  /** The workloads that `telemetry.applicationMetrics` names. */
  | { readonly kind: 'applications' };

const {
  collectorAgent,
  collectorGateway,
  grafana,
  jaeger,
  jaegerCollector,
  jaegerQuery,
  kubeStateMetrics,
  alertmanager,
  optimizer,
  prometheus,
  prometheusAdapter,
} = components;

/** What any program in Go says of its own process. */
const ofProcess = ['process_cpu_seconds_total', 'process_resident_memory_bytes', 'process_start_time_seconds', 'go_goroutines'];

const everyJob: readonly ScrapeJob[] = [
  { kind: 'components', job: jobs.gateway, names: [collectorGateway], port: ports.collectorMetrics },
  { kind: 'components', job: jobs.collectorSelf, names: [collectorAgent, collectorGateway], port: ports.selfMetrics },
  { kind: 'components', job: jobs.jaeger, names: [jaeger, jaegerCollector, jaegerQuery], port: ports.selfMetrics },
  { kind: 'applications' },
  // CPU and memory of containers and nodes
  {
    kind: 'kubelets',
    job: jobs.kubelet,
    path: '/metrics/resource',
    kept: [metrics.cpuUsage.name, metrics.workingSet.name, 'node_.*', 'scrape_error'],
    ownTimestamps: true,
  },
  { kind: 'kubelets', job: jobs.kubeletSelf, path: '/metrics', kept: [metrics.volumeAvailable.name, metrics.volumeCapacity.name] },
  { kind: 'components', job: jobs.kubeStateMetrics, names: [kubeStateMetrics], port: ports.stateMetrics, honorLabels: true },
  { kind: 'components', job: jobs.alertmanager, names: [alertmanager], port: ports.alertmanager },
  {
    kind: 'aggregated server',
    job: jobs.metricsAdapter,
    name: prometheusAdapter,
    port: ports.adapter,
    serverName: `${prometheusAdapter}.${namespaces.observability}.svc`,
    // requests of the HPA controller by code, and how long they take; its histograms are several thousand series
    kept: [...ofProcess, 'apiserver_request_total', 'apiserver_request_duration_seconds_(sum|count)'],
  },
  {
    kind: 'components',
    job: jobs.grafana,
    names: [grafana],
    port: ports.grafana,
    kept: [...ofProcess, 'grafana_http_request_duration_seconds_(sum|count)'],
    // behind oauth2-proxy it trusts the name that any allowed client sends
    copied: false,
  },
  { kind: 'components', job: jobs.optimizer, names: [optimizer], port: ports.optimizer },
  // itself and its replicas: a dead one cannot report itself
  { kind: 'components', job: jobs.prometheus, names: [prometheus], port: ports.prometheus },
];

/** The jobs of what an environment has: a job that can find nothing, and a name that no pod has, would be read as something that is missing. */
export function scrapeJobsOf(environment: Environment): readonly ScrapeJob[] {
  const there = presentComponents(environment);
  return everyJob.flatMap((job): readonly ScrapeJob[] => {
    if (job.kind === 'applications') return measuredWorkloads(environment).length === 0 ? [] : [job];
    if (job.kind === 'aggregated server') return there.has(job.name) ? [job] : [];
    if (job.kind !== 'components') return [job];
    const names = job.names.filter((name) => there.has(name));
    return names.length === 0 ? [] : [{ ...job, names }];
  });
}

/** Name and number of the port at which a workload answers `/metrics`. @throws Error for a worker without such a port, which no rule lets through */
export function metricsPortOf(workload: ScaledKind): { readonly name: string; readonly port: number } {
  const name = measuredAt(workload);
  const port = name === mainPort && workload.kind === 'web' ? workload.port : workload.ports?.[metricsPort];
  if (name === undefined || port === undefined) throw new Error(`${workload.name}: must state ports.metrics to be asked for metrics`);
  return { name, port };
}

/** The workloads that are asked for metrics of their own. */
export function measuredWorkloads({ telemetry, workloads }: Pick<Environment, 'telemetry' | 'workloads'>): readonly ScaledKind[] {
  return scaledWorkloads({ workloads }).filter(({ name }) => telemetry.applicationMetrics.some(({ workload }) => workload === name));
}
