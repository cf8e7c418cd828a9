/** Every PromQL expression in mounted ConfigMaps: of rules and alerts, and of dashboards. */
import { z } from 'zod';
import type { ManifestObject, Manifests } from '../manifest';
import { computedOnce } from '../view';
import { allMountedConfigMaps, type ConfigMap } from './config-map';
import { prometheusRules } from './rule-file';
import { listOf } from './shape';

export interface PromqlQuery {
  readonly object: ManifestObject;
  /** Who asks, for people: `the rule x`, `the panel y of z`. */
  readonly asker: string;
  readonly expression: string;
}

const dashboard = z.object({
  title: z.string(),
  panels: z.array(z.object({ title: z.string().default(''), targets: listOf(z.object({ expr: z.string().nullish() })) })),
});

export const promqlQueries: (manifests: Manifests) => readonly PromqlQuery[] = computedOnce((manifests) => [
  ...prometheusRules(manifests).map(({ object, record, alert, expr }) => ({ object, asker: `the rule ${record ?? alert ?? ''}`, expression: expr })),
  ...allMountedConfigMaps(manifests).flatMap(ofDashboards),
]);

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
