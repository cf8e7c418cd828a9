/** Series that Prometheus records: read from the rule files in mounted ConfigMaps. */
import { z } from 'zod';
import type { ManifestObject, Manifests } from '../manifest';
import { computedOnce, groupedBy } from '../view';
import { allMountedConfigMaps, yamlFiles } from './config-map';
import { listOf, textMap } from './shape';

/** One recorded series. */
export interface RecordedSeries {
  readonly object: ManifestObject;
  readonly name: string;
  /** Labels that the rule states. */
  readonly labels: Readonly<Record<string, string>>;
  /** Labels that the result keeps without stating them, by its outermost `by (…)`; their values are known to Prometheus only. */
  readonly openLabels: readonly string[];
  readonly expression: string;
}

const ruleFile = z.object({
  groups: z.array(z.object({ rules: listOf(z.object({ record: z.string().nullish(), expr: z.union([z.string(), z.number()]), labels: textMap })) })),
});

export const recordedSeries: (manifests: Manifests) => readonly RecordedSeries[] = computedOnce((manifests) =>
  allMountedConfigMaps(manifests).flatMap((configMap) =>
    yamlFiles(configMap).flatMap((content) => {
      const file = ruleFile.safeParse(content);
      return file.success ? file.data.groups.flatMap(({ rules }) => rules.flatMap((rule) => series(configMap.object, rule))) : [];
    }),
  ),
);

const byName: (manifests: Manifests) => ReadonlyMap<string, readonly RecordedSeries[]> = computedOnce((manifests) =>
  groupedBy(recordedSeries(manifests), ({ name, labels }) => [name, ...Object.entries(labels).map(([label, value]) => labelKey(name, label, value))]),
);

/** The series of a name. */
export function seriesNamed(manifests: Manifests, name: string): readonly RecordedSeries[] {
  return byName(manifests).get(name) ?? [];
}

/** The series of a name that state a label with this value. */
export function seriesLabelled(manifests: Manifests, name: string, label: string, value: string): readonly RecordedSeries[] {
  return byName(manifests).get(labelKey(name, label, value)) ?? [];
}

function labelKey(name: string, label: string, value: string): string {
  return [name, label, value].join('\0');
}

/** What a rule with these labels and this expression may be asked for. */
export function carries({ labels, openLabels }: RecordedSeries, label: string, value?: string): boolean {
  const stated = labels[label];
  return stated === undefined ? openLabels.includes(label) : value === undefined || stated === value;
}

type Rule = z.infer<typeof ruleFile>['groups'][number]['rules'][number];

function series(object: ManifestObject, { record, expr, labels }: Rule): readonly RecordedSeries[] {
  if (record === undefined || record === null) return [];
  const expression = String(expr);
  const by = /^\s*\w+\s+by\s*\(([^)]*)\)/.exec(expression)?.[1] ?? '';
  return [
    {
      object,
      name: record,
      labels,
      openLabels: by
        .split(',')
        .map((label) => label.trim())
        .filter((label) => label !== ''),
      expression,
    },
  ];
}
