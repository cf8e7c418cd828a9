/** Capacity limits of an environment that the optimizer watches: for each, the expression of its use and the limit from the configuration. */
import { connectionReach } from '../config/budgets/connection-reach';
import type { Environment } from '../config/environment';
import { isKnown } from '../config/google/machine-price';
import { listPrices } from '../config/google/prices';
import { optimizedWorkloads } from '../config/optimized-workloads';
import { metrics, recorded } from '../config/telemetry';
import { forecastLoadOf, unitOf, type ForecastLoad } from '../config/forecast-load';
import type { ScaledKind } from '../config/workload';
import type { WatchedSettings } from '../optimizer/config';
import { nodeHourOf } from './alert-rules';

/** Hours of a month, as bills count them. */
const monthHours = 730;

export function watchedLimits(environment: Environment): readonly WatchedSettings[] {
  return [...optimizedWorkloads(environment).flatMap((workload) => loadsOf(environment, workload)), nodes(environment), ...budget(environment), volumes];
}

const hourly = (series: string): string => `max(avg_over_time(${series}[1h]))`;

function loadsOf(environment: Environment, workload: ScaledKind): readonly WatchedSettings[] {
  const load = forecastLoadOf(workload, environment);
  return load === undefined ? [] : [maximum(workload, load), ...connections(environment, workload, load)];
}

/** Use of a workload's capacity: requests of a web service, the forecast load of a worker. */
function measured({ namespace, name }: ScaledKind, load: ForecastLoad): Pick<WatchedSettings, 'expression' | 'measure' | 'unit'> {
  const series = load.kind === 'requests' ? recorded.requestRate : recorded.forecastLoad;
  return { expression: hourly(`${series}{namespace="${namespace}",deployment="${name}"}`), measure: 'peak', unit: unitOf(load) };
}

/** Load that `pods` carry at their target; spare pods are not counted. */
function carriedBy(pods: number, { spare = 0 }: ScaledKind['scaling'], { perPod }: ForecastLoad): number {
  return Math.max(pods - spare, 0) * perPod;
}

function maximum(workload: ScaledKind, load: ForecastLoad): WatchedSettings {
  const { name, scaling } = workload;
  const why = `${scaling.maxReplicas} pods of ${load.perPod} ${unitOf(load)}`;
  return { ...measured(workload, load), name: `the policy's maximum of ${name}`, limit: carriedBy(scaling.maxReplicas, scaling, load), why };
}

function connections(environment: Environment, workload: ScaledKind, load: ForecastLoad): readonly WatchedSettings[] {
  return connectionReach(environment, workload.name).map(({ database, pods, why }) => {
    const limit = pods === undefined ? 0 : carriedBy(pods, workload.scaling, load);
    return { ...measured(workload, load), name: `connections of ${database} by ${workload.name}`, ...(limit > 0 ? { limit } : {}), why };
  });
}

function nodes({ nodePool: { maxNodes, machineType } }: Environment): WatchedSettings {
  const expression = hourly(`${recorded.trendPrefix}nodes`);
  return { name: 'the node pool', expression, measure: 'peak', limit: maxNodes, unit: 'nodes', why: `${maxNodes} nodes of ${machineType} at most` };
}

/** Monthly cost by list prices; left out where a price is unknown. */
function budget(environment: Environment): readonly WatchedSettings[] {
  if (!isKnown(nodeHourOf(environment))) return [];
  const { monthly, currency } = environment.budget;
  const expression = `${monthHours} * ${hourly(`${recorded.trendPrefix}cost_per_hour`)}`;
  const why = `${monthly} ${currency} a month${currency === listPrices.currency ? '' : `, taken for ${listPrices.currency}`}; nodes and cluster, without traffic`;
  return [{ name: 'the budget', expression, measure: 'mean', limit: monthly, unit: `${listPrices.currency} a month`, why }];
}

const volumes: WatchedSettings = {
  name: 'volume',
  expression: `max by (namespace, persistentvolumeclaim) (1 - avg_over_time(${metrics.volumeAvailable.name}[1h]) / avg_over_time(${metrics.volumeCapacity.name}[1h]))`,
  each: ['namespace', 'persistentvolumeclaim'],
  measure: 'peak',
  limit: 1,
  unit: 'of the whole',
  why: 'its size',
};
