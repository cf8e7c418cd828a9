import type { ApplicationMetric } from '../../config/telemetry';
import { selector, zeroWhenAbsent, type Matcher } from '../promql';
import { window } from './series';
import type { ScaledWorkload } from './scaled-workload';
import type { Signal } from './signal';

/** Labels of the samples that the workload's own pods expose. */
export function applicationTargets({ namespace, name, telemetry }: ScaledWorkload): readonly Matcher[] {
  return [
    ['job', '=', telemetry.jobs.application],
    ['namespace', '=', namespace],
    ['workload', '=', name],
  ];
}

/** How a metric's pods are taken together. */
type Together = Pick<ApplicationMetric, 'type' | 'pods'>;

/** A gauge over the pods, each adding its own or all telling the same; a counter as its rate a second over a range such as `[60s]`. */
export function takenTogether(series: string, { type, pods = 'sum' }: Together, range: string): string {
  return type === 'gauge' ? `${pods}(${series})` : `sum(rate(${series}${range}))`;
}

/** The same, for people. */
export function togetherInWords({ pods = 'sum' }: Together): string {
  return pods === 'sum' ? 'summed over its pods' : 'as its pods tell it alike';
}

/** The workload's own metric, a counter over W. */
export function metricOfAll(workload: ScaledWorkload, metric: ApplicationMetric): string {
  return takenTogether(selector(metric.name, applicationTargets(workload)), metric, window(workload));
}

/** ceil(together / perPod), one signal for each metric that states `scaling`. 130 waiting orders at 20 per pod: 7. */
export function applicationSignals(workload: ScaledWorkload): readonly Signal[] {
  return workload.telemetry.settings.applicationMetrics.flatMap((metric) => {
    if (metric.workload !== workload.name || metric.scaling === undefined) return [];
    const { perPod, cap } = metric.scaling;
    return [{ name: metric.name, uncapped: zeroWhenAbsent(`ceil(${metricOfAll(workload, metric)} / ${perPod})`), cap, source: 'application' }];
  });
}
