/** The metrics that a tuned workload exposes. The optimizer's policies read them, so Prometheus must scrape them. */
import type { Optimizer, TunedWorkload } from './optimizer';
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
/**
 * The keys that are read most. Each has a series by its rank, so that there are as many series whatever is read: a key as a label would leave one behind for each key that was ever
 * among the first. The value is the number of the key, 7 of `item:7`, and `space` what is before it.
 */
const keyMetrics = { cacheKey: ['cache_key'], cacheKeyReads: ['cache_key_reads_per_second'] } as const;

/** Ranks that are kept of each pod. */
export const keyRanks = 20;

/** Names of the metrics by what they measure. The label `result` of `cacheReads` is `hit` where the cache had the key. */
export function tunedNames(prefix: string): Readonly<Record<keyof typeof poolMetrics | keyof typeof cacheMetrics | keyof typeof keyMetrics, string>> {
  const { poolSize, poolInUse, poolWaiting, cacheReads, cacheTtl, cacheKey, cacheKeyReads } = { ...poolMetrics, ...cacheMetrics, ...keyMetrics };
  const named = ([name]: readonly [string, ...unknown[]]): string => `${prefix}_${name}`;
  return {
    cacheKey: named(cacheKey),
    cacheKeyReads: named(cacheKeyReads),
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

/** Metrics of the keys that may be kept warm, by workload. They are scraped where some may, and need no entry: a number of a key is nothing that a panel shows. */
export function keyMetricsOf({ tuned = {} }: Pick<Optimizer, 'tuned'>): ReadonlyMap<string, readonly string[]> {
  const warmed = Object.entries(tuned).filter(([, { cache }]) => cache !== undefined && cache.mode !== 'off' && (cache.prewarm ?? 0) > 0);
  return new Map(
    warmed.map(([workload, { metrics }]) => {
      const { cacheKey, cacheKeyReads } = tunedNames(metrics);
      return [workload, [cacheKey, cacheKeyReads]];
    }),
  );
}
