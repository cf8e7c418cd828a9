/** PromQL queries of the optimizer. They use recorded series of the telemetry contract only. */
import { metrics, recorded, spanLabels } from '../config/telemetry';
import { tunedNames } from '../config/tuned-metrics';
import type { WorkloadSettings } from './config';
import type { KeyMetrics } from './most-read-keys';

/** What is forecast of web services and of workers, and the series that is there while it is proven to be measured. */
const loads = {
  requests: { load: recorded.requestRate, alive: recorded.spansAlive },
  worker: { load: recorded.forecastLoad, alive: recorded.forecastLoadAlive },
} as const;

const loadOf = ({ load }: Pick<WorkloadSettings, 'load'>): (typeof loads)[keyof typeof loads] => loads[load?.of ?? 'requests'];

/**
 * Mean load of the `bin` seconds before each step: requests a second, or what is forecast of a worker. A bin in which its source was proven alive for less than four
 * fifths has no value: what a dead source counts is not a load. For one workload, or for all at once.
 */
export function meanLoad(bin: number, workload?: Pick<WorkloadSettings, 'namespace' | 'deployment' | 'load'>): string {
  const of = workload === undefined ? '' : ofDeployment(workload);
  const counts = (series: string): string => `max by (namespace, deployment) (count_over_time(${series}${of}[${bin}s]))`;
  // several series of one workload give one count, so the answer stays complete and only this workload is refused
  const mean = ({ load, alive }: (typeof loads)['requests' | 'worker']): string =>
    `avg_over_time(${load}${of}[${bin}s]) and on (namespace, deployment) (${counts(alive)} >= 0.8 * ${counts(load)})`;
  return workload === undefined ? `(${mean(loads.requests)}) or (${mean(loads.worker)})` : mean(loadOf(workload));
}

/**
 * When the load of each workload was last proven to be measured, seconds since 1970; nothing where its source is not proven alive. Of the tracing chain that proof looks
 * back for a whole window, so a chain that was cut would be believed for as long: within the last half of it some span must have been counted, and readiness probes
 * always are. The proof of a worker's load is of its last scrape.
 */
export function measuredAt(window: number): string {
  const { calls } = metrics;
  const counted = `sum by (${spanLabels.namespace}, ${spanLabels.deployment}) (rate(${calls.name}{${spanLabels.kind}="${spanLabels.server}"}[${Math.ceil(window / 2)}s])) > 0`;
  const named = (series: string, name: string, label: string): string => `label_replace(${series}, "${name}", "$1", "${label}", "(.+)")`;
  const requests = `timestamp(${loads.requests.alive}) and on (namespace, deployment) ${named(named(counted, 'namespace', spanLabels.namespace), 'deployment', spanLabels.deployment)}`;
  return `${requests} or timestamp(${loads.worker.alive})`;
}

type Named = Pick<WorkloadSettings, 'namespace' | 'deployment'>;
const ofDeployment = ({ namespace, deployment }: Named): string => `{namespace="${namespace}",deployment="${deployment}"}`;

/** Ready replicas of each workload. */
export const readyReplicas = recorded.ready;

/** Signals whose higher values are worse, each with one series a workload. */
export function harmSignals(workload: Named, prefix?: string): Readonly<Record<string, string>> {
  const of = ofDeployment(workload);
  const own: Readonly<Record<string, string>> =
    prefix === undefined
      ? {}
      : {
          'waiting for a connection': `avg(avg_over_time(${tunedNames(prefix).poolWaiting}${ownSeries(workload)}[1m]))`,
          'missed reads': missShare(tunedNames(prefix).cacheReads, workload),
        };
  return { latency: `max(${recorded.latency}${of})`, errors: `max(${recorded.errorRatio}${of})`, ...own };
}

/**
 * How long a pod takes to be scraped, at most in a minute: the mean of the pods. It is no matter of requests, caches or pools, so that a pause of the machine, or of the process, is told from a change of them. Prometheus
 * counts it of whatever it scrapes (https://prometheus.io/docs/concepts/jobs_instances/).
 */
export function scrapeSeconds(workload: Named): string {
  return `avg(max_over_time(${metrics.scrapeSeconds.name}${ownSeries(workload)}[1m]))`;
}

/** Of the workload's own metrics, as the scrape job of applications labels them: pods of another workload whose name begins alike are not among them. */
const ownSeries = ({ namespace, deployment }: Named, more = ''): string => `{namespace="${namespace}",workload="${deployment}"${more}}`;

/** The mean of the pods of a workload. */
function ofPod(metric: string, workload: Named): string {
  return `avg(${metric}${ownSeries(workload)})`;
}

function missShare(reads: string, workload: Named): string {
  const rate = (result: string): string => `sum(rate(${reads}${ownSeries(workload, result)}[1m]))`;
  return `${rate(',result!="hit"')} / ${rate('')}`;
}

/** What is judged together with the load, over bins of so many seconds: each the mean of its bin. */
export function companionSeries(bin: number, workload: Named): Readonly<Record<'latency' | 'errors' | 'CPU', string>> {
  const mean = (series: string): string => `max(avg_over_time(${series}${ofDeployment(workload)}[${bin}s]))`;
  return { latency: mean(recorded.latency), errors: mean(recorded.errorRatio), CPU: mean(recorded.settledCpu) };
}

/** Inputs of the tunables' policies, by name. */
export function tunedMeasures(prefix: string, workload: Named): Readonly<Record<'reads' | 'misses' | 'ttl' | 'size' | 'demand' | 'waiting', string>> {
  const { poolSize, poolInUse, poolWaiting, cacheReads, cacheTtl } = tunedNames(prefix);
  return {
    reads: `sum(rate(${cacheReads}${ownSeries(workload)}[5m]))`,
    misses: missShare(cacheReads, workload),
    ttl: ofPod(cacheTtl, workload),
    size: ofPod(poolSize, workload),
    demand: `${ofPod(poolInUse, workload)} + ${ofPod(poolWaiting, workload)}`,
    waiting: ofPod(poolWaiting, workload),
  };
}

/** The keys that are read most, and how much: the series of each pod, by rank. */
export function readKeys(prefix: string, workload: Named): { readonly names: KeyMetrics; readonly series: string } {
  const { cacheKey, cacheKeyReads } = tunedNames(prefix);
  return { names: { key: cacheKey, reads: cacheKeyReads }, series: `{__name__=~"${cacheKey}|${cacheKeyReads}",${ownSeries(workload).slice(1)}` };
}

/**
 * Millicores and MiB of one pod's own container, which has the workload's name. A pod's name is not enough: names of pods of `backend-api` begin like those of `backend`, and what runs beside the container has a size of its own.
 */
export function podUse(workload: Named): { readonly cpu: string; readonly memory: string } {
  const of = ofDeployment(workload);
  const container = `{namespace="${workload.namespace}",container="${workload.deployment}"}`;
  return {
    cpu: `1000 * max(${recorded.settledCpu}${of}) / max(${recorded.settledPods}${of})`,
    memory: `max(${metrics.workingSet.name}${container}) / 1048576`,
  };
}

/** The load of one workload now. */
export function presentLoad(workload: Named & Pick<WorkloadSettings, 'load'>): string {
  return `max(${loadOf(workload).load}${ofDeployment(workload)})`;
}

/** The replicas that each signal of every autoscaler asks for. */
export const desiredReplicas = `{__name__=~"${recorded.desiredPrefix}.+"}`;
