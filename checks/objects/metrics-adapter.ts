/** Rules of the Prometheus adapter (kubernetes-sigs/prometheus-adapter docs/config.md), read from the ConfigMaps that its workload mounts. */
import { z } from 'zod';
import type { Manifests } from '../manifest';
import { computedOnce } from '../view';
import { mountedConfigMaps, yamlFiles, type ConfigMap } from './config-map';
import { parseSelector } from './promql';
import { carries, recordedSeries, type RecordedSeries } from './recording-rules';
import { passes, regularExpression, type LabelMatcher } from './series-selector';
import { listOf, mapOf } from './shape';
import { workloads, type Workload } from './workload';

const adapterRule = z.object({
  seriesQuery: z.string(),
  resources: z.object({ overrides: mapOf(z.object({ group: z.string().default(''), resource: z.string() })), template: z.string().nullish() }).nullish(),
  name: z.object({ matches: z.string().default(''), as: z.string().default('') }).nullish(),
  metricsQuery: z.string().default(''),
});
export type AdapterRule = z.infer<typeof adapterRule>;

const adapterFile = z.object({ rules: listOf(adapterRule), externalRules: listOf(adapterRule), resourceRules: z.unknown().optional() });

/** A configuration of the adapter and the workload that reads it. */
export interface AdapterConfiguration {
  readonly configMap: ConfigMap;
  readonly workload: Workload;
  readonly rules: readonly AdapterRule[];
  readonly externalRules: readonly AdapterRule[];
  /** Whether the configuration also serves metrics.k8s.io. */
  readonly servesResources: boolean;
}

export const adapterConfigurations: (manifests: Manifests) => readonly AdapterConfiguration[] = computedOnce((manifests) =>
  workloads(manifests).flatMap((workload) =>
    mountedConfigMaps(manifests, workload).flatMap((configMap) =>
      yamlFiles(configMap).flatMap((content) => {
        const file = adapterFile.safeParse(content);
        if (!file.success || !looksLikeAdapter(file.data)) return [];
        const { rules, externalRules, resourceRules } = file.data;
        return [{ configMap, workload, rules, externalRules, servesResources: resourceRules !== undefined }];
      }),
    ),
  ),
);

type Discovery = ReadonlyMap<AdapterRule, readonly RecordedSeries[]>;
const discoveries: (manifests: Manifests) => Discovery = computedOnce(
  (manifests) => new Map(adapterConfigurations(manifests).flatMap(({ rules }) => rules.map((rule) => [rule, discover(manifests, rule)] as const))),
);

/** The recorded series that a rule of a mounted configuration discovers. */
export function discovered(manifests: Manifests, rule: AdapterRule): readonly RecordedSeries[] {
  return discoveries(manifests).get(rule) ?? [];
}

function discover(manifests: Manifests, { seriesQuery }: AdapterRule): readonly RecordedSeries[] {
  const selector = parseSelector(seriesQuery);
  if (selector === undefined) return [];
  const { name, matchers } = selector;
  return recordedSeries(manifests).filter(
    (series) => (name === undefined || series.name === name) && matchers.every((matcher) => seriesPasses(series, matcher)),
  );
}

/**
 * The name under which a series is served, or undefined when the rule's pattern does not match it. Without `as` the name is the only group of the pattern, or
 * the whole match.
 */
export function servedName({ name }: AdapterRule, series: string): string | undefined {
  const match = regularExpression(name?.matches || '.*')?.exec(series);
  if (match === null || match === undefined) return undefined;
  const template = name?.as || (match.length === 2 ? '$1' : '$0');
  return template.replaceAll(/\$(?:(\d+)|\{(\d+)\})/g, (_, plain?: string, braced?: string) => match[Number(plain ?? braced)] ?? '');
}

/** Whether the rule could serve a metric of this name if a series with a matching name existed. */
export function couldServe({ name }: AdapterRule, metric: string): boolean {
  const template = name?.as;
  if (template === undefined || template === '') return regularExpression(name?.matches || '.*')?.test(metric) ?? false;
  const parts = template.split(/\$(?:\d+|\{\d+\})/).map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.+')}$`).test(metric);
}

/** The label in which a rule expects the name of an object of this kind. */
export function labelOf({ resources }: AdapterRule, group: string, kind: string): string | undefined {
  const names = [kind.toLowerCase(), `${kind.toLowerCase()}s`];
  const stated = Object.entries(resources?.overrides ?? {}).find(([, resource]) => resource.group === group && names.includes(resource.resource))?.[0];
  return stated ?? resources?.template?.replaceAll(/<<\s*\.Resource\s*>>/g, kind.toLowerCase()).replaceAll(/<<\s*\.Group\s*>>/g, group);
}

function looksLikeAdapter({ rules, externalRules, resourceRules }: z.infer<typeof adapterFile>): boolean {
  return rules.length > 0 || externalRules.length > 0 || resourceRules !== undefined;
}

function seriesPasses(series: RecordedSeries, matcher: LabelMatcher): boolean {
  if (matcher.label === '__name__') return passes(matcher, series.name);
  const stated = series.labels[matcher.label];
  return stated === undefined ? carries(series, matcher.label) || passes(matcher, '') : passes(matcher, stated);
}
