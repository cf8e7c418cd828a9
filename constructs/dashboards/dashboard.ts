/** Our model of a dashboard: panels with their queries. Grafana's JSON, the queries that tests run and the preview pictures are generated from it. */

export interface Query {
  /** PromQL; may use the variables `$namespace`, `$workload` and `$__rate_interval`. */
  readonly expr: string;
  /** Name of each series, with labels as `{{label}}`. */
  readonly legend: string;
  /** Whether to show the exemplars of the histogram as points with links to their traces. @default false */
  readonly exemplars?: boolean;
}

/** `currency` is an ISO 4217 code. */
export type Unit =
  'requests/s' | 'spans/s' | 'seconds' | 'share' | 'count' | 'bytes' | 'cores' | 'times' | 'bool' | { readonly currency: string } | { readonly suffix: string };

/** A link to a page outside the dashboard. */
export interface Link {
  readonly title: string;
  /** May use Grafana's variables, such as `${__from}` or, where a line or row is clicked, `${__field.labels.x}` and `${__data.fields.x}`. */
  readonly url: string;
}

interface CommonPanel {
  readonly title: string;
  /** Meaning of the panel, and what to do about a bad value. */
  readonly description: string;
  readonly unit: Unit;
  readonly queries: readonly Query[];
  /** Width in columns; a row has 24. */
  readonly width: number;
  /** Why the panel may have no data; otherwise an empty panel is a defect. @default - it always has data */
  readonly emptyBecause?: string;
  /** Links in the panel's corner. @default - none */
  readonly links?: readonly Link[];
  /** Links in the menu of a clicked line, value or row. @default - none */
  readonly clicks?: readonly Link[];
}

/** The vertical axis: starts at zero, starts near the smallest value (also below zero), or is logarithmic with base 10. */
export type Axis = 'from-zero' | 'fitted' | 'logarithmic';

/** Lines over time; `stacked` where their sum is meaningful. */
export interface SeriesPanel extends CommonPanel {
  readonly kind: 'series';
  readonly stacked?: boolean;
  /** @default 'from-zero' */
  readonly axis?: Axis;
}

/** The latest value of each query. */
export interface StatPanel extends CommonPanel {
  readonly kind: 'stat';
}

/** The latest value of each series: one row per combination of labels, one column per query. */
export interface TablePanel extends CommonPanel {
  readonly kind: 'table';
  /** Labels that are columns, in this order. */
  readonly columns: readonly string[];
  /** Unit of each query's column. */
  readonly units: readonly Unit[];
  /** Legend of the query by which rows are sorted, largest value first. @default - rows are sorted by their labels */
  readonly largestFirst?: string;
}

/** A graph of nodes and edges. The first query returns nodes (labels `id`, `title`), the second edges (`id`, `source`, `target`); the label `mainstat` is their text. */
export interface MapPanel extends CommonPanel {
  readonly kind: 'map';
}

export type Panel = SeriesPanel | StatPanel | TablePanel | MapPanel;

export interface Dashboard {
  readonly uid: string;
  readonly title: string;
  readonly description: string;
  /** Time range of the dashboard, for example `6h`. */
  readonly past: string;
  /** Whether the dashboard shows one workload at a time, selected by variables. */
  readonly perWorkload: boolean;
  readonly panels: readonly Panel[];
}

/** A panel of lines over time with half of the row's width. */
export function lines(title: string, description: string, unit: Unit, queries: readonly Query[]): SeriesPanel {
  return { kind: 'series', title, description, unit, width: 12, queries };
}
