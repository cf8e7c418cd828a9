import type { ApplicationMetric } from '../../config/telemetry';
import { selector, zeroWhenAbsent, type Matcher } from '../promql';
import { window } from './series';
import type { ScaledWorkload } from './scaled-workload';
import type { Signal } from './signal';

/** Matchers for samples that the workload's own pods expose. */
export function applicationTargets({ namespace, name, telemetry }: ScaledWorkload): readonly Matcher[] {
  return [
    ['job', '=', telemetry.jobs.application],
    ['namespace', '=', namespace],
    ['workload', '=', name],
  ];
}

/** Fields that decide how a metric is aggregated over pods. */
type Together = Pick<ApplicationMetric, 'type' | 'pods'>;

/** Aggregate over all pods: of a gauge the sum or the maximum, of a counter the summed rate per second over a range such as `[60s]`. */
export function takenTogether(series: string, { type, pods = 'sum' }: Together, range: string): string {
  return type === 'gauge' ? `${pods}(${series})` : `sum(rate(${series}${range}))`;
}

/** Name of the aggregation, for people. */
export function togetherInWords({ pods = 'sum' }: Together): string {
  return pods === 'sum' ? 'summed over its pods' : 'as its pods tell it alike';
}

/** Aggregate of one of the workload's own metrics; of a counter as a rate over W. */
export function metricOfAll(workload: ScaledWorkload, metric: ApplicationMetric): string {
  return takenTogether(selector(metric.name, applicationTargets(workload)), metric, window(workload));
}

/** One signal for each metric with `scaling`: ceil(aggregate / perPod). 130 waiting orders at 20 per pod: 7. */
export function applicationSignals(workload: ScaledWorkload): readonly Signal[] {
  return workload.telemetry.settings.applicationMetrics.flatMap((metric) => {
    if (metric.workload !== workload.name || metric.scaling === undefined) return [];
    const { perPod, cap } = metric.scaling;
    return [{ name: metric.name, uncapped: zeroWhenAbsent(`ceil(${metricOfAll(workload, metric)} / ${perPod})`), cap, source: 'application' }];
  });
}
