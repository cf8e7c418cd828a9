/** Series that Prometheus records. */
import type { ManifestObject, Manifests } from '../manifest';
import { computedOnce, groupedBy as groups } from '../view';
import { groupedBy } from './promql';
import { prometheusRules, type PrometheusRule } from './rule-file';

/** One recorded series. */
export interface RecordedSeries {
  readonly object: ManifestObject;
  readonly name: string;
  /** Labels that the rule states. */
  readonly labels: Readonly<Record<string, string>>;
  /** Labels in the outermost `by (…)` of the expression; only Prometheus knows their values. */
  readonly openLabels: readonly string[];
  readonly expression: string;
}

export const recordedSeries: (manifests: Manifests) => readonly RecordedSeries[] = computedOnce((manifests) => prometheusRules(manifests).flatMap(series));

const byName: (manifests: Manifests) => ReadonlyMap<string, readonly RecordedSeries[]> = computedOnce((manifests) =>
  groups(recordedSeries(manifests), ({ name, labels }) => [name, ...Object.entries(labels).map(([label, value]) => labelKey(name, label, value))]),
);

/** The recorded series with a name. */
export function seriesNamed(manifests: Manifests, name: string): readonly RecordedSeries[] {
  return byName(manifests).get(name) ?? [];
}

/** The recorded series with a name whose rule states a label with this value. */
export function seriesLabelled(manifests: Manifests, name: string, label: string, value: string): readonly RecordedSeries[] {
  return byName(manifests).get(labelKey(name, label, value)) ?? [];
}

function labelKey(name: string, label: string, value: string): string {
  return [name, label, value].join('\0');
}

/** Whether a recorded series may have a label, with a certain value if one is given. */
export function carries({ labels, openLabels }: RecordedSeries, label: string, value?: string): boolean {
  const stated = labels[label];
  return stated === undefined ? openLabels.includes(label) : value === undefined || stated === value;
}

function series({ object, record, expr, labels }: PrometheusRule): readonly RecordedSeries[] {
  if (record === undefined || record === null) return [];
  return [{ object, name: record, labels, openLabels: groupedBy(expr), expression: expr }];
}
