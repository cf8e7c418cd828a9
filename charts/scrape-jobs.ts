/** Who is scraped: the jobs of the telemetry contract, before they are written down for Prometheus (prometheus-config.ts) and for Google's collectors (managed-collection.ts). */
import type { Component } from '../config/components';
import type { Environment } from '../config/environment';
import { components, ports } from '../config/names';
import { jobs, metrics, type Job } from '../config/telemetry';
import type { Workload } from '../config/workload';
import { presentComponents } from './present-components';

/** One port of the pods of some components of the platform. */
export interface ComponentJob {
  readonly kind: 'components';
  readonly job: Job;
  readonly names: readonly Component[];
  readonly port: number;
  /** Whether the series' own `namespace` and `pod` win over those of the scraped pod, because they are about other pods. @default false */
  readonly honorLabels?: boolean;
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

export type ScrapeJob =
  | ComponentJob
  | KubeletJob
  /** The workloads that `telemetry.applicationMetrics` names. */
  | { readonly kind: 'applications' };

const { collectorAgent, collectorGateway, jaeger, jaegerCollector, jaegerQuery, kubeStateMetrics, alertmanager, optimizer, prometheus } = components;

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
  { kind: 'components', job: jobs.optimizer, names: [optimizer], port: ports.optimizer },
  // itself and its like: one that is dead tells nobody
  { kind: 'components', job: jobs.prometheus, names: [prometheus], port: ports.prometheus },
];

/** The jobs of what an environment has: a job that can find nothing, and a name that no pod has, would be read as something that is missing. */
export function scrapeJobsOf(environment: Environment): readonly ScrapeJob[] {
  const there = presentComponents(environment);
  return everyJob.flatMap((job): readonly ScrapeJob[] => {
    if (job.kind === 'applications') return measuredWorkloads(environment).length === 0 ? [] : [job];
    if (job.kind !== 'components') return [job];
    const names = job.names.filter((name) => there.has(name));
    return names.length === 0 ? [] : [{ ...job, names }];
  });
}

/** The workloads that are asked for metrics of their own. */
export function measuredWorkloads({ telemetry, workloads }: Pick<Environment, 'telemetry' | 'workloads'>): readonly Workload[] {
  return workloads.filter(({ name }) => telemetry.applicationMetrics.some(({ workload }) => workload === name));
}
