/** Recording rules that count the answers of each version of a guarded service; `npm run apply` compares them during a rollout. */
import { selector, type Matcher } from '../promql';
import type { ScaledWorkload } from './scaled-workload';

export type VersionRule = readonly [series: 'versionRequests' | 'versionFailed' | 'versionSlow', expr: string];

/** The values are counts, so that a reader can add up all versions except one. A version without failures has the value 0 and is not absent. */
export function versionRules(workload: ScaledWorkload): readonly VersionRule[] {
  const { namespace, name, guard, telemetry } = workload;
  if (guard === undefined) return [];
  const { metrics, spanLabels: label } = telemetry;
  const own: readonly Matcher[] = [
    [label.namespace, '=', namespace],
    [label.deployment, '=', name],
    [label.version, '!=', ''],
  ];
  const count = (metric: string, more: readonly Matcher[] = []): string =>
    `sum by (${label.version}) (increase(${selector(metric, [...own, ...more])}[${guard.bake}]))`;
  const all = count(metrics.versionCalls.name);
  const within = count(metrics.versionDurationBucket.name, [['le', '!=', '+Inf']]);
  return [
    ['versionRequests', all],
    ['versionFailed', `${count(metrics.versionCalls.name, [[label.status, '=', label.error]])} or 0 * ${all}`],
    ['versionSlow', `clamp_min(${count(metrics.versionDurationBucket.name, [['le', '=', '+Inf']])} - ${within}, 0)`],
  ];
}
