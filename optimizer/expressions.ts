/** PromQL queries of the optimizer. They use recorded series of the telemetry contract only. */
import { metrics, recorded } from '../config/telemetry';
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

/** When the load of each workload was last proven to be measured, seconds since 1970; nothing where the tracing chain is not proven alive. */
export const measuredAt = `timestamp(${recorded.spansAlive})`;

type Named = Pick<WorkloadSettings, 'namespace' | 'deployment'>;
const ofDeployment = ({ namespace, deployment }: Named): string => `{namespace="${namespace}",deployment="${deployment}"}`;

/** Ready replicas of each workload. */
export const readyReplicas = recorded.ready;

/** Signals whose higher values are worse, each with one series a workload. */
export function harmSignals(workload: Named, prefix?: string): Readonly<Record<string, string>> {
  const of = ofDeployment(workload);
  const own: Readonly<Record<string, string>> =
    prefix === undefined ? {} : { 'waiting for a connection': byPod(`${prefix}_sql_pool_waiting`, workload), 'missed reads': missShare(prefix, workload) };
  return { latency: `max(${recorded.latency}${of})`, errors: `max(${recorded.errorRatio}${of})`, ...own };
}

/** The mean of the pods of a workload. */
function byPod(metric: string, { namespace, deployment }: Named): string {
  return `avg(${metric}{namespace="${namespace}",pod=~"${deployment}-.+"})`;
}

function missShare(prefix: string, { namespace, deployment }: Named): string {
  const reads = (result: string): string => `sum(rate(${prefix}_cache_reads_total{namespace="${namespace}",pod=~"${deployment}-.+"${result}}[1m]))`;
  return `${reads(',result!="hit"')} / ${reads('')}`;
}

/** Inputs of the tunables' policies, by name. */
export function tunedMeasures(prefix: string, workload: Named): Readonly<Record<'reads' | 'misses' | 'ttl' | 'size' | 'demand' | 'waiting', string>> {
  const { namespace, deployment } = workload;
  return {
    reads: `sum(rate(${prefix}_cache_reads_total{namespace="${namespace}",pod=~"${deployment}-.+"}[5m]))`,
    misses: missShare(prefix, workload),
    ttl: byPod(`${prefix}_tunable_cache_ttl_seconds`, workload),
    size: byPod(`${prefix}_sql_pool_size`, workload),
    demand: `${byPod(`${prefix}_sql_pool_in_use`, workload)} + ${byPod(`${prefix}_sql_pool_waiting`, workload)}`,
    waiting: byPod(`${prefix}_sql_pool_waiting`, workload),
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
