/** What the Prometheus adapter serves from the desired-replica series. One rule serves every signal of every workload. */
import { seconds } from '../../config/quantities';
import type { Telemetry } from './telemetry';

/** A rule of the adapter's configuration (kubernetes-sigs/prometheus-adapter docs/config.md). */
export interface AdapterRule {
  readonly seriesQuery: string;
  readonly resources: { readonly overrides: Readonly<Record<string, { readonly group?: string; readonly resource: string }>> };
  readonly name: { readonly matches: string; readonly as: string };
  readonly metricsQuery: string;
}

/**
 * The adapter asks by instant query, which answers with samples up to five minutes old: a dead rule evaluation would look like a steady load. Samples older
 * than three sync periods therefore do not count, and the metric is missing instead.
 */
const syncPeriods = 3;

export function adapterRules({ recorded, servedPrefix, settings }: Telemetry): readonly AdapterRule[] {
  const series = '<<.Series>>{<<.LabelMatchers>>}';
  const freshness = syncPeriods * seconds(settings.syncPeriod);
  return [
    {
      seriesQuery: `{__name__=~"^${recorded.desiredPrefix}.+"}`,
      resources: { overrides: { namespace: { resource: 'namespace' }, deployment: { group: 'apps', resource: 'deployment' } } },
      name: { matches: `^${recorded.desiredPrefix}(.+)$`, as: `${servedPrefix}$1` },
      metricsQuery: `max by (<<.GroupBy>>) (${series} and (time() - timestamp(${series}) < ${freshness}))`,
    },
  ];
}
