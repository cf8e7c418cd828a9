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

/** A gauge summed over the pods; a counter as its rate a second over a range such as `[60s]`. */
export function summedOver(series: string, type: ApplicationMetric['type'], range: string): string {
  return type === 'gauge' ? `sum(${series})` : `sum(rate(${series}${range}))`;
}

/** The workload's own metric, a counter over W. */
export function summedMetric(workload: ScaledWorkload, { name, type }: Pick<ApplicationMetric, 'name' | 'type'>): string {
  return summedOver(selector(name, applicationTargets(workload)), type, window(workload));
}

/** ceil(sum / perPod), one signal for each metric that states `scaling`. 130 waiting orders at 20 per pod: 7. */
export function applicationSignals(workload: ScaledWorkload): readonly Signal[] {
  return workload.telemetry.settings.applicationMetrics.flatMap((metric) => {
    if (metric.workload !== workload.name || metric.scaling === undefined) return [];
    const { perPod, cap } = metric.scaling;
    return [{ name: metric.name, uncapped: zeroWhenAbsent(`ceil(${summedMetric(workload, metric)} / ${perPod})`), cap, source: 'application' }];
  });
}
