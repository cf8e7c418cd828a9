/** PromQL queries of the optimizer. They use recorded series of the telemetry contract only. */
import { metrics, recorded, spanLabels } from '../config/telemetry';
import { tunedNames } from '../config/tuned-metrics';
import type { WorkloadSettings } from './config';

/**
 * Mean requests a second of the `bin` seconds before each step. A bin in which the tracing chain was proven alive for less than four fifths has no value: what a dead source
 * counts is not a load. For one workload, or for all at once.
 */
export function meanLoad(bin: number, workload?: Pick<WorkloadSettings, 'namespace' | 'deployment'>): string {
  const of = workload === undefined ? '' : `{namespace="${workload.namespace}",deployment="${workload.deployment}"}`;
  const counts = (series: string): string => `max by (namespace, deployment) (count_over_time(${series}${of}[${bin}s]))`;
  // several series of one workload give one count, so the answer stays complete and only this workload is refused
  return `avg_over_time(${recorded.requestRate}${of}[${bin}s]) and on (namespace, deployment) (${counts(recorded.spansAlive)} >= 0.8 * ${counts(recorded.requestRate)})`;
}

/**
 * When the load of each workload was last proven to be measured, seconds since 1970; nothing where the tracing chain is not proven alive. That proof looks back for a
 * whole window, so a chain that was cut would be believed for as long: within the last half of it some span must have been counted, and readiness probes always are.
 */
export function measuredAt(window: number): string {
  const { calls } = metrics;
  const counted = `sum by (${spanLabels.namespace}, ${spanLabels.deployment}) (rate(${calls.name}{${spanLabels.kind}="${spanLabels.server}"}[${Math.ceil(window / 2)}s])) > 0`;
  const named = (series: string, name: string, label: string): string => `label_replace(${series}, "${name}", "$1", "${label}", "(.+)")`;
  return `timestamp(${recorded.spansAlive}) and on (namespace, deployment) ${named(named(counted, 'namespace', spanLabels.namespace), 'deployment', spanLabels.deployment)}`;
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

/** Millicores and MiB of one pod. */
export function podUse({ namespace, deployment }: Named): { readonly cpu: string; readonly memory: string } {
  const of = `{namespace="${namespace}",deployment="${deployment}"}`;
  const pods = `{namespace="${namespace}",pod=~"${deployment}-.+",container!=""}`;
  return {
    cpu: `1000 * max(${recorded.settledCpu}${of}) / max(${recorded.settledPods}${of})`,
    memory: `max(sum by (pod) (${metrics.workingSet.name}${pods})) / 1048576`,
  };
}

/** Requests a second now, of one workload. */
export function presentLoad(workload: Named): string {
  return `max(${recorded.requestRate}${ofDeployment(workload)})`;
}

/** The replicas that each signal of every autoscaler asks for. */
export const desiredReplicas = `{__name__=~"${recorded.desiredPrefix}.+"}`;
