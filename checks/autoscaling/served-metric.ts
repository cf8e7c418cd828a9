/** Whether a custom metric of an autoscaler is served, from the API down to the recorded series. */
import type { ManifestObject, Manifests } from '../manifest';
import { horizontalAutoscalers } from '../objects/horizontal-autoscaler';
import { adapterConfigurations, couldServe, discovered, labelOf, servedName, type AdapterRule } from '../objects/metrics-adapter';
import { registrations } from '../objects/metrics-api';
import { carries, type RecordedSeries } from '../objects/recording-rules';
import { computedOnce, groupedBy } from '../view';

/** A custom metric that an autoscaler reads, about an object or about the pods of its target. */
export interface WantedMetric {
  readonly autoscaler: ManifestObject;
  readonly name: string;
  readonly about: { readonly group: string; readonly kind: string; readonly name?: string };
}

export function wantedMetrics(manifests: Manifests): readonly WantedMetric[] {
  return horizontalAutoscalers.of(manifests).flatMap(({ object: autoscaler, value: { spec } }) =>
    spec.metrics.flatMap((metric): readonly WantedMetric[] => {
      if (metric.type === 'Pods') return [{ autoscaler, name: metric.pods.metric.name, about: { group: '', kind: 'Pod' } }];
      if (metric.type !== 'Object') return [];
      const { describedObject, metric: wanted } = metric.object;
      return [{ autoscaler, name: wanted.name, about: { ...describedObject, group: groupOf(describedObject.kind) } }];
    }),
  );
}

/** Rules of the adapters that serve custom.metrics.k8s.io. */
export const customMetricRules: (manifests: Manifests) => readonly AdapterRule[] = computedOnce((manifests) => {
  const servers = registrations(manifests, 'custom.metrics.k8s.io').flatMap((registration) => registration.servers);
  return adapterConfigurations(manifests)
    .filter(({ workload }) => servers.includes(workload))
    .flatMap(({ rules }) => rules);
});

/** Recorded series of each rule by the name under which the adapter would serve them, whatever their labels. */
const servedSeries: (manifests: Manifests) => ReadonlyMap<AdapterRule, ReadonlyMap<string, readonly RecordedSeries[]>> = computedOnce(
  (manifests) =>
    new Map(
      customMetricRules(manifests).map((rule) => {
        const namesOf = ({ name }: RecordedSeries): readonly string[] => [servedName(rule, name)].filter((served) => served !== undefined);
        return [rule, groupedBy(discovered(manifests, rule), namesOf)] as const;
      }),
    ),
);

/** Rules that could serve the metric: they have a label for the kind of object and for its namespace, and can produce the name. */
export function rulesFor(manifests: Manifests, { name, about }: WantedMetric): readonly AdapterRule[] {
  return customMetricRules(manifests).filter(
    (rule) => couldServe(rule, name) && labelOf(rule, about.group, about.kind) !== undefined && labelOf(rule, '', 'Namespace') !== undefined,
  );
}

/** Recorded series that a rule would serve under the wanted name, whatever their labels. */
export function namedSeries(manifests: Manifests, rule: AdapterRule, { name }: WantedMetric): readonly RecordedSeries[] {
  return servedSeries(manifests).get(rule)?.get(name) ?? [];
}

/** Whether a rule discovers a series with the wanted name whose labels identify the wanted object and its namespace. */
export function findsSeries(manifests: Manifests, rule: AdapterRule, wanted: WantedMetric): boolean {
  const { autoscaler, about } = wanted;
  const objectLabel = labelOf(rule, about.group, about.kind);
  const namespaceLabel = labelOf(rule, '', 'Namespace');
  if (objectLabel === undefined || namespaceLabel === undefined) return false;
  return namedSeries(manifests, rule, wanted).some(
    (series) => carries(series, objectLabel, about.name) && carries(series, namespaceLabel, autoscaler.namespace),
  );
}

/** API group of the described object, by its kind: the apiVersion in an autoscaler's reference is often wrong, and only few kinds occur. */
function groupOf(kind: string): string {
  if (['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet'].includes(kind)) return 'apps';
  return kind === 'Ingress' ? 'networking.k8s.io' : '';
}
