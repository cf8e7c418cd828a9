/** A dashboard as a self-contained HTML page, drawn from the queries that Grafana would send. */
import type { Dashboard, Panel, TablePanel } from '../../charts/dashboards';
import { escaped } from '../../command-line/escaped';
import { lineChart, type LineChartOptions } from './line-chart';
import type { Exemplar } from '../prometheus/prometheus-exemplars';
import type { QueryRange } from '../prometheus/prometheus-query';
import type { PreviewSeries } from './panel-data';
import { serviceMap } from './service-map';
import { shortened } from './shortened';
import { formatted } from './values';

/** Width of a column of Grafana's grid of 24, in pixels. */
const column = 52;

export interface PanelPreview {
  readonly panel: Panel;
  readonly series: readonly PreviewSeries[];
  readonly exemplars?: readonly Exemplar[];
}

const style = `
  body { margin: 0; background: #f4f5f7; color: #1f2933; font: 13px/1.4 system-ui, sans-serif; width: ${24 * column + 20}px; }
  h1 { font-size: 20px; margin: 14px 16px 2px; } h1 + p { margin: 0 16px 8px; color: #52606d; }
  main { display: flex; flex-wrap: wrap; padding: 0 10px; }
  section { box-sizing: border-box; padding: 5px; } article { background: #fff; border: 1px solid #d9dee3; border-radius: 4px; padding: 8px 10px; height: 100%; box-sizing: border-box; display: flex; flex-direction: column; }
  h2 { font-size: 13px; margin: 0; } u { float: right; margin-left: 10px; color: #0072B2; font-size: 11px; font-weight: 400; } article > p { margin: 0 0 4px; color: #7b8794; font-size: 11px; }
  .grid { stroke: #e4e7eb; } .tick { font-size: 11px; fill: #52606d; } .name { font-size: 12px; font-weight: 600; fill: #1f2933; } .value { font-size: 10px; fill: #1f2933; } .halo { paint-order: stroke; stroke: #fff; stroke-width: 4px; }
  .legend span { margin-right: 12px; font-size: 11px; white-space: nowrap; } .legend i { display: inline-block; width: 10px; height: 3px; margin-right: 5px; vertical-align: middle; }
  .stat { font-size: 30px; font-weight: 600; margin: auto; } .empty { color: #7b8794; font-style: italic; margin: auto; padding: 24px 0; }
  table { border-collapse: collapse; width: 100%; } th, td { text-align: left; padding: 3px 8px; border-bottom: 1px solid #e4e7eb; font-size: 12px; }
`;

/** Script that writes the height of the content in CSS pixels into `data-height`, for screenshots. */
const saysItsHeight = 'document.body.dataset.height = Math.ceil(document.querySelector("main").getBoundingClientRect().bottom) + 12;';

/** @param html of a preview after its script has run @throws Error if it has no height */
export function heightOf(html: string): number {
  const height = Number(/<body[^>]* data-height="(\d+)"/.exec(html)?.[1]);
  if (!(height > 0)) throw new Error(`a preview must say its height in data-height, received ${html.slice(0, 80)}`);
  return height;
}

export interface PreviewOptions {
  readonly window: QueryRange;
  /** What the numbers are of, for the line below the title. */
  readonly about: string;
}

export function previewPage(
  { title, description }: Pick<Dashboard, 'title' | 'description'>,
  panels: readonly PanelPreview[],
  options: PreviewOptions,
): string {
  const sections = panels.map((preview) => section(preview, options.window));
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escaped(title)}</title><style>${style}</style></head><body><h1>${escaped(title)}</h1><p>${escaped(`${description} ${options.about}`)}</p><main>${sections.join('\n')}</main><script>${saysItsHeight}</script></body></html>\n`;
}

function section({ panel, series, exemplars = [] }: PanelPreview, window: QueryRange): string {
  const width = panel.width * column;
  const body =
    series.length === 0
      ? `<div class="empty">no data${panel.emptyBecause === undefined ? '' : `: ${escaped(panel.emptyBecause)}`}</div>`
      : drawn(panel, series, { width: width - 34, window, exemplars });
  return `<section style="width:${width}px"><article><h2>${(panel.links ?? []).map(({ title }) => `<u>${escaped(title)}</u>`).join('')}${escaped(panel.title)}</h2><p>${escaped(panel.description)}</p>${body}</article></section>`;
}

function drawn(panel: Panel, series: readonly PreviewSeries[], options: LineChartOptions): string {
  switch (panel.kind) {
    case 'series':
      return lineChart(panel, series, options);
    case 'stat':
      return series.map(({ points }) => `<div class="stat">${escaped(formatted(points[0]?.[1] ?? 0, panel.unit))}</div>`).join('');
    case 'table':
      return table(panel, series);
    case 'map':
      return serviceMap(series, options);
  }
}

/** One row a combination of the labels that are columns. */
function table({ columns, queries, units, unit, largestFirst }: TablePanel, series: readonly PreviewSeries[]): string {
  const keyOf = ({ labels }: PreviewSeries): string => columns.map((label) => labels[label] ?? '').join('\n');
  const value = (key: string, query: number): number | undefined => series.find((one) => one.query === query && keyOf(one) === key)?.points[0]?.[1];
  const order = queries.findIndex(({ legend }) => legend === largestFirst);
  const largest = (key: string): number => value(key, order) ?? Number.NEGATIVE_INFINITY;
  const rows = [...new Set(series.map(keyOf))].sort();
  if (order >= 0) rows.sort((one, other) => largest(other) - largest(one));
  const cell = (key: string, query: number): string => {
    const found = value(key, query);
    return found === undefined ? '' : formatted(found, units[query] ?? unit);
  };
  const head = [...columns, ...queries.map(({ legend }) => legend)].map((name) => `<th>${escaped(name)}</th>`).join('');
  const body = rows.map((key) => {
    const cells = [...key.split('\n').map((text) => shortened(text)), ...queries.map((_, query) => cell(key, query))];
    return `<tr>${cells.map((text) => `<td>${escaped(text)}</td>`).join('')}</tr>`;
  });
  return `<table><tr>${head}</tr>${body.join('')}</table>`;
}
