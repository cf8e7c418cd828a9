/** Every PromQL expression in mounted ConfigMaps: of rules and alerts, and of dashboards. */
import { z } from 'zod';
import type { ManifestObject, Manifests } from '../manifest';
import { computedOnce } from '../view';
import { allMountedConfigMaps, yamlFiles, type ConfigMap } from './config-map';
import { listOf } from './shape';

export interface PromqlQuery {
  readonly object: ManifestObject;
  /** Who asks, for people: `the rule x`, `the panel y of z`. */
  readonly asker: string;
  readonly expression: string;
}

const ruleFile = z.object({
  groups: z.array(
    z.object({ rules: listOf(z.object({ record: z.string().nullish(), alert: z.string().nullish(), expr: z.union([z.string(), z.number()]) })) }),
  ),
});
const dashboard = z.object({
  title: z.string(),
  panels: z.array(z.object({ title: z.string().default(''), targets: listOf(z.object({ expr: z.string().nullish() })) })),
});

export const promqlQueries: (manifests: Manifests) => readonly PromqlQuery[] = computedOnce((manifests) =>
  allMountedConfigMaps(manifests).flatMap((configMap) => [...ofRules(configMap), ...ofDashboards(configMap)]),
);

function ofRules(configMap: ConfigMap): readonly PromqlQuery[] {
  return yamlFiles(configMap).flatMap((content) => {
    const file = ruleFile.safeParse(content);
    if (!file.success) return [];
    return file.data.groups.flatMap(({ rules }) =>
      rules.map(({ record, alert, expr }) => ({ object: configMap.object, asker: `the rule ${record ?? alert ?? ''}`, expression: String(expr) })),
    );
  });
}

function ofDashboards({ object, value: { data } }: ConfigMap): readonly PromqlQuery[] {
  return Object.entries(data).flatMap(([name, text]) => {
    const file = name.endsWith('.json') ? dashboard.safeParse(parsedOrNothing(text)) : undefined;
    if (file?.success !== true) return [];
    return file.data.panels.flatMap(({ title, targets }) =>
      targets.flatMap(({ expr }) =>
        expr === undefined || expr === null ? [] : [{ object, asker: `the panel "${title}" of ${file.data.title}`, expression: expr }],
      ),
    );
  });
}

function parsedOrNothing(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
