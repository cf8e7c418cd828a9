/**
 * Dashboards as Grafana imports them. File provisioning reads the classic model in every Grafana since 8; its successor is still in beta
 * (docs/decisions, "Dashboards").
 */
import * as grafana from '@grafana/grafana-foundation-sdk/dashboard';
import type { Dashboard } from './dashboard';
import { panelBuilder, source } from './grafana-panel';

export interface ModelOptions {
  /** Initial values of the variables. */
  readonly workload: { readonly namespace: string; readonly name: string };
  /** Name of a series with the labels `namespace` and `deployment` for every workload. */
  readonly known: string;
  /** Other dashboards, to which this one links. */
  readonly others: readonly Pick<Dashboard, 'uid' | 'title'>[];
}

// eslint-disable-next-line @typescript-eslint/no-deprecated -- its successor is in beta, and provisioning from files reads this one
export function grafanaModel(dashboard: Dashboard, { workload, known, others }: ModelOptions): grafana.Dashboard {
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- as above
  const builder = new grafana.DashboardBuilder(dashboard.title)
    .uid(dashboard.uid)
    .description(dashboard.description)
    .tags(['lyo'])
    .readonly()
    .tooltip(grafana.DashboardCursorSync.Crosshair)
    .time({ from: `now-${dashboard.past}`, to: 'now' })
    .refresh('30s')
    .withVariable(new grafana.DatasourceVariableBuilder('prometheus').label('Data source').type('prometheus'));
  if (dashboard.perWorkload) {
    builder
      .withVariable(labelVariable('namespace', `label_values(${known}, namespace)`, workload.namespace))
      .withVariable(labelVariable('workload', `label_values(${known}{namespace="$namespace"}, deployment)`, workload.name));
  }
  for (const { uid, title } of others) {
    builder.link(new grafana.DashboardLinkBuilder(title).type(grafana.DashboardLinkType.Link).url(`/d/${uid}`).includeVars(true).keepTime(true));
  }
  for (const panel of dashboard.panels) builder.withPanel(panelBuilder(panel));
  const { panels = [], links = [], ...model } = builder.build();
  // the builder omits panel ids and the list of annotations; without them Grafana numbers panels anew at each import and reports the missing list
  return { ...model, annotations: { list: [] }, links: links.map(inSight), panels: panels.map((panel, index) => ({ ...panel, id: index + 1 })) };
}

/** Removes the `placement` that the builder sets on every link: it would hide the link in a menu (grafana-foundation-sdk#1272). */
function inSight({ placement: _, ...link }: grafana.DashboardLink): grafana.DashboardLink {
  return link;
}

function labelVariable(name: string, query: string, value: string): grafana.QueryVariableBuilder {
  return new grafana.QueryVariableBuilder(name)
    .datasource(source)
    .query(query)
    .refresh(grafana.VariableRefresh.OnDashboardLoad)
    .current({ selected: true, text: value, value });
}
