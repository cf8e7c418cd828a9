/** Our model of a dashboard: queries and their purpose. Grafana's JSON, the executed queries and preview pictures are generated from it. */

export interface Query {
  /** PromQL; may name the variables `$namespace`, `$workload`, `$__rate_interval`. */
  readonly expr: string;
  /** Name of each series, with labels as `{{label}}`. */
  readonly legend: string;
  /** Whether to show the exemplars of its histogram as points that lead to traces. @default false */
  readonly exemplars?: boolean;
}

export type Unit =
  'requests/s' | 'spans/s' | 'seconds' | 'share' | 'count' | 'bytes' | 'cores' | 'US dollars/h' | 'times' | 'bool' | { readonly suffix: string };

/** A way out of the dashboard. */
export interface Link {
  readonly title: string;
  /** May name Grafana's variables, such as `${__from}` or, where a line or row is clicked, `${__field.labels.x}` and `${__data.fields.x}`. */
  readonly url: string;
}

interface CommonPanel {
  readonly title: string;
  /** What it says, and what to do about it. */
  readonly description: string;
  readonly unit: Unit;
  readonly queries: readonly Query[];
  /** Columns of 24. */
  readonly width: number;
  /** Why it may rightly have no data; otherwise an empty panel is a defect. @default - it always has some */
  readonly emptyBecause?: string;
  /** Offered in the panel's corner. @default - none */
  readonly links?: readonly Link[];
  /** Offered where a line, a value or a row is clicked. @default - none */
  readonly clicks?: readonly Link[];
}

/** Where the vertical axis begins: at zero, near the smallest value (also below zero), or with each step ten times the one below it. */
export type Axis = 'from-zero' | 'fitted' | 'logarithmic';

/** Lines over time; `stacked` where their sum means something. */
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

/** The latest value of each series, one row a combination of labels, one column a query. */
export interface TablePanel extends CommonPanel {
  readonly kind: 'table';
  /** Labels that are columns, in this order. */
  readonly columns: readonly string[];
  /** Unit of each query's column. */
  readonly units: readonly Unit[];
  /** Legend of the query whose largest value comes first. @default - rows are in the order of their labels */
  readonly largestFirst?: string;
}

/** Circles and arrows. The first query gives nodes (`id`, `title`), the second edges (`id`, `source`, `target`); a label `mainstat` is what is written on them. */
export interface MapPanel extends CommonPanel {
  readonly kind: 'map';
}

export type Panel = SeriesPanel | StatPanel | TablePanel | MapPanel;

export interface Dashboard {
  readonly uid: string;
  readonly title: string;
  readonly description: string;
  /** How far back it looks, for example `6h`. */
  readonly past: string;
  /** Whether it is about one workload at a time, chosen by variables. */
  readonly perWorkload: boolean;
  readonly panels: readonly Panel[];
}

/** Lines over time in half of the width. */
export function lines(title: string, description: string, unit: Unit, queries: readonly Query[]): SeriesPanel {
  return { kind: 'series', title, description, unit, width: 12, queries };
}
