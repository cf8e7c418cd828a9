/** What may run out in an environment, as the optimizer watches it: recorded series, and what the configuration has of each. */
import { connectionReach } from '../config/budgets/connection-reach';
import type { Environment } from '../config/environment';
import { isKnown } from '../config/google/machine-price';
import { listPrices } from '../config/google/prices';
import { optimizedWorkloads } from '../config/optimized-workloads';
import { metrics, recorded } from '../config/telemetry';
import type { WebWorkload } from '../config/workload';
import type { WatchedSettings } from '../optimizer/config';
import { nodeHourOf } from './alert-rules';

/** Hours of a month, as bills count them. */
const monthHours = 730;

export function watchedLimits(environment: Environment): readonly WatchedSettings[] {
  return [
    ...optimizedWorkloads(environment).flatMap((workload) => [maximum(workload), ...connections(environment, workload)]),
    nodes(environment),
    ...budget(environment),
    volumes,
  ];
}

const hourly = (series: string): string => `max(avg_over_time(${series}[1h]))`;

function requests({ namespace, name }: WebWorkload): Pick<WatchedSettings, 'expression' | 'measure' | 'unit'> {
  return { expression: hourly(`${recorded.requestRate}{namespace="${namespace}",deployment="${name}"}`), measure: 'peak', unit: 'requests/s' };
}

/** The most that so many pods serve at their target, without those that are spare. */
function rateOf(pods: number, { spare = 0, signals: { requestRate } }: WebWorkload['scaling']): number {
  return Math.max(pods - spare, 0) * (requestRate?.perPod ?? 0);
}

function maximum(workload: WebWorkload): WatchedSettings {
  const { name, scaling } = workload;
  const why = `${scaling.maxReplicas} pods of ${scaling.signals.requestRate?.perPod ?? 0} requests/s`;
  return { ...requests(workload), name: `the policy's maximum of ${name}`, limit: rateOf(scaling.maxReplicas, scaling), why };
}

function connections(environment: Environment, workload: WebWorkload): readonly WatchedSettings[] {
  return connectionReach(environment, workload.name).map(({ database, pods, why }) => {
    const limit = pods === undefined ? 0 : rateOf(pods, workload.scaling);
    return { ...requests(workload), name: `connections of ${database} by ${workload.name}`, ...(limit > 0 ? { limit } : {}), why };
  });
}

function nodes({ nodePool: { maxNodes, machineType } }: Environment): WatchedSettings {
  const expression = hourly(`${recorded.trendPrefix}nodes`);
  return { name: 'the node pool', expression, measure: 'peak', limit: maxNodes, unit: 'nodes', why: `${maxNodes} nodes of ${machineType} at most` };
}

/** By list prices, where they are known. */
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
