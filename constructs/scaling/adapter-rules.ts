/** Rules with which the Prometheus adapter serves the series of desired replicas. One rule serves every signal of every workload. */
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
 * The adapter uses instant queries, which return samples up to five minutes old: if rule evaluation stopped, the load would look steady. So samples older
 * than three sync periods are ignored, and the metric is missing instead.
 */
const syncPeriods = 3;

/** @param versions whether there are services whose versions are compared */
export function adapterRules({ recorded, servedPrefix, servedVersionPrefix, settings }: Telemetry, versions: 'by version' | 'none'): readonly AdapterRule[] {
  const series = '<<.Series>>{<<.LabelMatchers>>}';
  const freshness = syncPeriods * seconds(settings.syncPeriod);
  const fresh = `${series} and (time() - timestamp(${series}) < ${freshness})`;
  const resources = { overrides: { namespace: { resource: 'namespace' }, deployment: { group: 'apps', resource: 'deployment' } } };
  const desired: AdapterRule = {
    seriesQuery: `{__name__=~"^${recorded.desiredPrefix}.+"}`,
    resources,
    name: { matches: `^${recorded.desiredPrefix}(.+)$`, as: `${servedPrefix}$1` },
    metricsQuery: `max by (<<.GroupBy>>) (${fresh})`,
  };
  // a label selector chooses one version, or all others together
  const ofVersions: AdapterRule = {
    seriesQuery: `{__name__=~"^${recorded.versionPrefix}.+"}`,
    resources,
    name: { matches: `^${recorded.versionPrefix}(.+):sum$`, as: `${servedVersionPrefix}$1` },
    metricsQuery: `sum by (<<.GroupBy>>) (${fresh})`,
  };
  return versions === 'by version' ? [desired, ofVersions] : [desired];
}
