/** The metrics that a tuned workload exposes. The optimizer's policies read them, so Prometheus must scrape them. */
import type { TunedWorkload } from './optimizer';
import type { ApplicationMetric } from './telemetry-settings';

const poolMetrics = {
  poolSize: ['sql_pool_size', 'gauge', 'SQL connections that the pools may open', 'connections'],
  poolInUse: ['sql_pool_in_use', 'gauge', 'SQL connections in the hands of a request', 'connections'],
  poolWaiting: ['sql_pool_waiting', 'gauge', 'Requests that wait for an SQL connection', 'requests'],
} as const;
const cacheMetrics = {
  cacheReads: ['cache_reads_total', 'counter', 'Reads from the cache', 'reads/s'],
  cacheTtl: ['tunable_cache_ttl_seconds', 'gauge', 'Time to live of cache entries, of all pods together', 's'],
} as const;

/** Names of the metrics by what they measure. The label `result` of `cacheReads` is `hit` where the cache had the key. */
export function tunedNames(prefix: string): Readonly<Record<keyof typeof poolMetrics | keyof typeof cacheMetrics, string>> {
  const { poolSize, poolInUse, poolWaiting, cacheReads, cacheTtl } = { ...poolMetrics, ...cacheMetrics };
  const named = ([name]: readonly [string, ...unknown[]]): string => `${prefix}_${name}`;
  return {
    poolSize: named(poolSize),
    poolInUse: named(poolInUse),
    poolWaiting: named(poolWaiting),
    cacheReads: named(cacheReads),
    cacheTtl: named(cacheTtl),
  };
}

/** The entries of `telemetry.applicationMetrics` that the policies of a tuned workload need. */
export function tunedMetrics(workload: string, { metrics, cache, pool }: Pick<TunedWorkload, 'metrics' | 'cache' | 'pool'>): ApplicationMetric[] {
  const needed = [...(pool === undefined ? [] : Object.values(poolMetrics)), ...(cache === undefined ? [] : Object.values(cacheMetrics))];
  return needed.map(([name, type, title, unit]) => ({ name: `${metrics}_${name}`, workload, type, title, unit }));
}
