/**
 * Dashboards as Grafana imports them. The classic model is what file provisioning reads in every Grafana since 8; its successor is still in beta
 * (docs/decisions, "Dashboards").
 */
import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import { LegendDisplayMode, LegendPlacement, StackingConfigBuilder, StackingMode, VizLegendOptionsBuilder } from '@grafana/grafana-foundation-sdk/common';
import * as grafana from '@grafana/grafana-foundation-sdk/dashboard';
import { PanelBuilder as NodeGraphBuilder } from '@grafana/grafana-foundation-sdk/nodegraph';
import { DataqueryBuilder, PromQueryFormat } from '@grafana/grafana-foundation-sdk/prometheus';
import { PanelBuilder as StatBuilder } from '@grafana/grafana-foundation-sdk/stat';
import { PanelBuilder as TableBuilder } from '@grafana/grafana-foundation-sdk/table';
import { PanelBuilder as SeriesBuilder } from '@grafana/grafana-foundation-sdk/timeseries';
import type { Dashboard, Panel, Query, TablePanel, Unit } from './dashboard';

/** The variable that holds the Prometheus data source: a dashboard is of use in any Grafana. */
export const source = { type: 'prometheus', uid: '${prometheus}' } as const;

/** Rows of Grafana's grid by kind of panel. */
const heights = { series: 8, stat: 4, table: 8, map: 14 } as const satisfies Record<Panel['kind'], number>;

const units = {
  'requests/s': 'reqps',
  'spans/s': 'cps',
  seconds: 's',
  share: 'percentunit',
  count: 'short',
  bytes: 'bytes',
  cores: 'short',
  'US dollars/h': 'currencyUSD',
  times: 'short',
  bool: 'bool',
} as const satisfies Record<Extract<Unit, string>, string>;

export interface ModelOptions {
  /** What the variables are at first. */
  readonly workload: { readonly namespace: string; readonly name: string };
  /** Series that has `namespace` and `deployment` of every workload. */
  readonly known: string;
  /** Dashboards that it links to. */
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
  const { panels = [], ...model } = builder.build();
  // the builder leaves both out, and Grafana then numbers panels anew at each import and finds no list of annotations
  return { ...model, annotations: { list: [] }, panels: panels.map((panel, index) => ({ ...panel, id: index + 1 })) };
}

function labelVariable(name: string, query: string, value: string): grafana.QueryVariableBuilder {
  return new grafana.QueryVariableBuilder(name)
    .datasource(source)
    .query(query)
    .refresh(grafana.VariableRefresh.OnDashboardLoad)
    .current({ selected: true, text: value, value });
}

function panelBuilder(panel: Panel): Builder<grafana.Panel> {
  switch (panel.kind) {
    case 'series':
      return common(new SeriesBuilder(), panel)
        .legend(new VizLegendOptionsBuilder().displayMode(LegendDisplayMode.List).placement(LegendPlacement.Bottom).showLegend(true))
        .fillOpacity(panel.stacked === true ? 25 : 5)
        .stacking(new StackingConfigBuilder().mode(panel.stacked === true ? StackingMode.Normal : StackingMode.None));
    case 'stat':
      return common(new StatBuilder(), panel);
    case 'table':
      return table(panel);
    case 'map':
      return common(new NodeGraphBuilder(), panel).withTransformation({
        id: 'organize',
        options: { excludeByName: { Time: true }, renameByName: { 'Value #nodes': 'mainstat', 'Value #edges': 'mainstat' } },
      });
  }
}

interface AnyBuilder {
  title(title: string): this;
  description(description: string): this;
  datasource(reference: { readonly type?: string; readonly uid?: string }): this;
  span(columns: number): this;
  height(rows: number): this;
  unit(unit: string): this;
  noValue(text: string): this;
  withTarget(target: DataqueryBuilder): this;
}

function common<B extends AnyBuilder>(builder: B, panel: Panel): B {
  builder.title(panel.title).description(panel.description).datasource(source).span(panel.width).height(heights[panel.kind]).unit(unitOf(panel.unit));
  if (panel.emptyBecause !== undefined) builder.noValue(panel.emptyBecause);
  panel.queries.forEach((query, index) => builder.withTarget(target(panel, query, index)));
  return builder;
}

function target({ kind }: Panel, { expr, legend, exemplars = false }: Query, index: number): DataqueryBuilder {
  const query = new DataqueryBuilder().datasource(source).expr(expr).legendFormat(legend).exemplar(exemplars);
  if (kind === 'map') return query.refId(legend).instant().format(PromQueryFormat.Table);
  query.refId(refId(index));
  return kind === 'series' ? query.range() : kind === 'stat' ? query.instant() : query.instant().format(PromQueryFormat.Table);
}

/** A, B, … Z. */
function refId(index: number): string {
  return String.fromCharCode('A'.charCodeAt(0) + index);
}

/** One row a combination of labels: the queries' results are merged, and their values named. */
function table(panel: TablePanel): TableBuilder {
  const values = panel.queries.map(({ legend }, index) => [`Value #${refId(index)}`, legend] as const);
  const builder = common(new TableBuilder(), panel)
    .withTransformation({ id: 'merge', options: {} })
    .withTransformation({ id: 'organize', options: { excludeByName: { Time: true }, renameByName: Object.fromEntries(values) } });
  panel.queries.forEach(({ legend }, index) => builder.overrideByName(legend, [{ id: 'unit', value: unitOf(panel.units[index] ?? panel.unit) }]));
  return builder;
}

function unitOf(unit: Unit): string {
  return typeof unit === 'string' ? units[unit] : `suffix: ${unit.suffix}`;
}
