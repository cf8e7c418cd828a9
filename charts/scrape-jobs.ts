/** Scrape jobs of the telemetry contract, as data. prometheus-config.ts writes them for Prometheus, managed-collection.ts for Google's collectors. */
import type { Component } from '../config/components';
import type { Environment } from '../config/environment';
import { mainPort, measuredAt, metricsPort } from '../config/further-ports';
import { components, namespaces, ports } from '../config/names';
import { jobs, metrics, type Job } from '../config/telemetry';
import { scaledWorkloads, type ScaledKind } from '../config/workload';
import { presentComponents } from './present-components';

/** A job for one port of the pods of platform components. */
export interface ComponentJob {
  readonly kind: 'components';
  readonly job: Job;
  readonly names: readonly Component[];
  readonly port: number;
  /** Whether the labels `namespace` and `pod` of the series are kept instead of those of the scraped pod, because the series are about other pods. @default false */
  readonly honorLabels?: boolean;
  /** Names of the metrics that Prometheus keeps, as regular expressions. @default - all */
  readonly kept?: readonly string[];
  /** Whether Google's collectors scrape it too, where metrics are copied to Google. @default true */
  readonly copied?: boolean;
}

/** A job for one path of every kubelet. */
export interface KubeletJob {
  readonly kind: 'kubelets';
  readonly job: Job;
  readonly path: string;
  /** Names of the metrics that Prometheus keeps, as regular expressions. */
  readonly kept: readonly string[];
  /** Whether samples have the kubelet's own timestamps. Staleness is then tracked for them; otherwise the series of a deleted pod would last five minutes longer. @default false */
  readonly ownTimestamps?: boolean;
}

/**
 * A job for the pods of an aggregated API server. It serves HTTPS with a certificate for `serverName`, and delegates authentication and authorization of a scrape to the
 * API server.
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

/** Metrics of every Go program about its own process. */
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
    // requests of the HPA controller by code, and their durations; the histograms are left out, because they have several thousand series
    kept: [...ofProcess, 'apiserver_request_total', 'apiserver_request_duration_seconds_(sum|count)'],
  },
  {
    kind: 'components',
    job: jobs.grafana,
    names: [grafana],
    port: ports.grafana,
    kept: [...ofProcess, 'grafana_http_request_duration_seconds_(sum|count)'],
    // behind oauth2-proxy Grafana trusts the user name that any allowed client sends, so no further client is allowed
    copied: false,
  },
  { kind: 'components', job: jobs.optimizer, names: [optimizer], port: ports.optimizer },
  // itself and its other replicas, because a dead replica cannot report itself
  { kind: 'components', job: jobs.prometheus, names: [prometheus], port: ports.prometheus },
];

/** The jobs of an environment, without components that it does not have: a job without targets would look as if something were missing. */
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

/** Name and number of the port at which a workload answers `/metrics`. @throws Error for a worker without such a port, which a rule of the configuration refuses */
export function metricsPortOf(workload: ScaledKind): { readonly name: string; readonly port: number } {
  const name = measuredAt(workload);
  const port = name === mainPort && workload.kind === 'web' ? workload.port : workload.ports?.[metricsPort];
  if (name === undefined || port === undefined) throw new Error(`${workload.name}: must state ports.metrics to be asked for metrics`);
  return { name, port };
}

/** The workloads with metrics of their own (`telemetry.applicationMetrics`). */
export function measuredWorkloads({ telemetry, workloads }: Pick<Environment, 'telemetry' | 'workloads'>): readonly ScaledKind[] {
  return scaledWorkloads({ workloads }).filter(({ name }) => telemetry.applicationMetrics.some(({ workload }) => workload === name));
}
