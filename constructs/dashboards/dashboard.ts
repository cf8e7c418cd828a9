/** A dashboard as this product thinks of it: what to ask and why. Grafana's own model, executed queries and preview pictures are all made of it. */

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
}

/** Lines over time; `stacked` where their sum means something. */
export interface SeriesPanel extends CommonPanel {
  readonly kind: 'series';
  readonly stacked?: boolean;
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
}

/** Circles and arrows. The first query gives nodes (`id`, `title`), the second edges (`id`, `source`, `target`); values are what is written on them. */
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
