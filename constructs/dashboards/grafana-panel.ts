/** Panels as Grafana imports them. */
import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import {
  LegendDisplayMode,
  LegendPlacement,
  ScaleDistribution,
  ScaleDistributionConfigBuilder,
  StackingConfigBuilder,
  StackingMode,
  TableSortByFieldStateBuilder,
  VizLegendOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common';
import * as grafana from '@grafana/grafana-foundation-sdk/dashboard';
import { PanelBuilder as NodeGraphBuilder } from '@grafana/grafana-foundation-sdk/nodegraph';
import { DataqueryBuilder, PromQueryFormat } from '@grafana/grafana-foundation-sdk/prometheus';
import { PanelBuilder as StatBuilder } from '@grafana/grafana-foundation-sdk/stat';
import { PanelBuilder as TableBuilder } from '@grafana/grafana-foundation-sdk/table';
import { PanelBuilder as SeriesBuilder } from '@grafana/grafana-foundation-sdk/timeseries';
import { foldable } from '../promql-layout';
import type { Link, Panel, Query, SeriesPanel, TablePanel, Unit } from './dashboard';

/** The data source is a variable, so that the dashboard can be imported into any Grafana. */
export const source = { type: 'prometheus', uid: '${prometheus}' } as const;

/** Heights in rows of Grafana's grid, by kind of panel. */
const heights = { series: 8, stat: 4, table: 8, map: 14 } as const satisfies Record<Panel['kind'], number>;

const units = {
  'requests/s': 'reqps',
  'spans/s': 'cps',
  seconds: 's',
  share: 'percentunit',
  count: 'short',
  bytes: 'bytes',
  cores: 'short',
  times: 'short',
  bool: 'bool',
} as const satisfies Record<Extract<Unit, string>, string>;

export function panelBuilder(panel: Panel): Builder<grafana.Panel> {
  switch (panel.kind) {
    case 'series':
      return scaled(common(new SeriesBuilder(), panel), panel)
        .legend(new VizLegendOptionsBuilder().displayMode(LegendDisplayMode.List).placement(LegendPlacement.Bottom).showLegend(true))
        .fillOpacity(panel.stacked === true ? 25 : 5)
        .stacking(new StackingConfigBuilder().mode(panel.stacked === true ? StackingMode.Normal : StackingMode.None));
    case 'stat':
      return common(new StatBuilder(), panel);
    case 'table':
      return table(panel);
    case 'map':
      return common(new NodeGraphBuilder(), panel);
  }
}

/** By default Grafana starts an axis near the smallest value, so that 97 % can look like half of 98 %. */
function scaled(builder: SeriesBuilder, { axis = 'from-zero' }: SeriesPanel): SeriesBuilder {
  switch (axis) {
    case 'from-zero':
      return builder.min(0);
    case 'fitted':
      return builder;
    case 'logarithmic':
      return builder.scaleDistribution(new ScaleDistributionConfigBuilder().type(ScaleDistribution.Log).log(10));
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
  links(links: grafana.DashboardLinkBuilder[]): this;
  dataLinks(links: grafana.DashboardLinkBuilder[]): this;
  withTarget(target: DataqueryBuilder): this;
}

function common<B extends AnyBuilder>(builder: B, panel: Panel): B {
  builder.title(panel.title).description(panel.description).datasource(source).span(panel.width).height(heights[panel.kind]).unit(unitOf(panel.unit));
  if (panel.emptyBecause !== undefined) builder.noValue(panel.emptyBecause);
  if (panel.links !== undefined) builder.links(panel.links.map(newTab));
  if (panel.clicks !== undefined) builder.dataLinks(panel.clicks.map(newTab));
  panel.queries.forEach((query, index) => builder.withTarget(target(panel, query, index)));
  return builder;
}

function newTab({ title, url }: Link): grafana.DashboardLinkBuilder {
  return new grafana.DashboardLinkBuilder(title).type(grafana.DashboardLinkType.Link).url(url).targetBlank(true);
}

function target({ kind }: Panel, { expr, legend, exemplars = false }: Query, index: number): DataqueryBuilder {
  const query = new DataqueryBuilder().datasource(source).expr(foldable(expr)).legendFormat(legend).exemplar(exemplars);
  if (kind === 'map') return query.refId(legend).instant().format(PromQueryFormat.Table);
  query.refId(refId(index));
  return kind === 'series' ? query.range() : kind === 'stat' ? query.instant() : query.instant().format(PromQueryFormat.Table);
}

/** Id of a query: A, B, … Z. */
function refId(index: number): string {
  return String.fromCharCode('A'.charCodeAt(0) + index);
}

/** One row per combination of labels: the results of all queries are merged, and each value column is named after its query. */
function table(panel: TablePanel): TableBuilder {
  const values = panel.queries.map(({ legend }, index) => [`Value #${refId(index)}`, legend] as const);
  const builder = common(new TableBuilder(), panel)
    .withTransformation({ id: 'merge', options: {} })
    .withTransformation({ id: 'organize', options: { excludeByName: { Time: true }, renameByName: Object.fromEntries(values) } });
  if (panel.largestFirst !== undefined) builder.sortBy([new TableSortByFieldStateBuilder().displayName(panel.largestFirst).desc(true)]);
  panel.queries.forEach(({ legend }, index) => builder.overrideByName(legend, [{ id: 'unit', value: unitOf(panel.units[index] ?? panel.unit) }]));
  return builder;
}

function unitOf(unit: Unit): string {
  if (typeof unit === 'string') return units[unit];
  return 'suffix' in unit ? `suffix: ${unit.suffix}` : currencyUnit(unit.currency);
}

/** Currencies that Grafana has a sign for; others are shown by their code. */
const signed: ReadonlySet<string> = new Set(['USD', 'EUR', 'GBP', 'JPY', 'CHF']);

function currencyUnit(currency: string): string {
  return signed.has(currency) ? `currency${currency}` : `currency:${currency}`;
}
