/** Every PromQL expression in mounted ConfigMaps: of rules and alerts, and of panels and variables of dashboards. */
import { z } from 'zod';
import type { ManifestObject, Manifests } from '../manifest';
import { computedOnce } from '../view';
import { allMountedConfigMaps, type ConfigMap } from './config-map';
import { prometheusRules } from './rule-file';
import { listOf } from './shape';

export interface PromqlQuery {
  readonly object: ManifestObject;
  /** Owner of the query, for messages: `the rule x`, `the panel y of z`. */
  readonly asker: string;
  readonly expression: string;
}

/** The query of a dashboard variable is a string, or in newer dashboards an object that contains it. */
const variable = z.object({
  name: z.string().default(''),
  type: z.string().default(''),
  query: z.union([z.string(), z.object({ query: z.string() }).transform(({ query }) => query)]).catch(''),
});
const dashboard = z.object({
  title: z.string(),
  templating: z.object({ list: listOf(variable) }).default({ list: [] }),
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
    const { title: of, panels, templating } = file.data;
    const ofPanels = panels.flatMap(({ title, targets }) =>
      targets.flatMap(({ expr }) => (expr === undefined || expr === null ? [] : [{ object, asker: `the panel "${title}" of ${of}`, expression: expr }])),
    );
    const ofVariables = templating.list
      .filter(({ type }) => type === 'query')
      .flatMap(({ name, query }) => asked(query).map((expression) => ({ object, asker: `the variable "${name}" of ${of}`, expression })));
    return [...ofPanels, ...ofVariables];
  });
}

/** PromQL in a variable's query: `label_values(a{b="c"}, d)` and `query_result(a)` contain some; lists of all labels or metrics do not. */
function asked(query: string): readonly string[] {
  const found = /^\s*(?:label_values\((.*),[^,{}"]*\)|query_result\((.*)\))\s*$/s.exec(query);
  return [found?.[1] ?? found?.[2]].filter((expression) => expression !== undefined);
}

function parsedOrNothing(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
