/** What the core needs of the world. Adapters implement it, tests and the simulator too. */
import type { Sample } from './timeseries/series';

export interface LabelledSeries {
  readonly labels: Readonly<Record<string, string>>;
  /** In the order of the source. */
  readonly samples: readonly Sample[];
}

/**
 * What a source of metrics answers. `warnings` is not empty where it says itself that something is missing: a partial answer is not the whole one.
 * `unavailable` may pass, `refused` is an answer that must not be used: too long, or not what was asked for.
 */
export type MetricsAnswer =
  | { readonly kind: 'series'; readonly series: readonly LabelledSeries[]; readonly warnings: readonly string[] }
  | { readonly kind: 'unavailable'; readonly why: string }
  | { readonly kind: 'refused'; readonly why: string };

/** Seconds since 1970, both ends included. */
export interface MetricsRange {
  readonly from: number;
  readonly until: number;
  readonly step: number;
}

export interface MetricsSource {
  range(expression: string, range: MetricsRange): Promise<MetricsAnswer>;
  /** The value of each series at a moment; each has one sample. */
  instant(expression: string, at: number): Promise<MetricsAnswer>;
}

/** Seconds since 1970 by the clock of the machine. */
export type Clock = () => number;

/** One line of a log, as data. */
export interface LogLine {
  readonly level: 'info' | 'warning' | 'error';
  readonly message: string;
  readonly [detail: string]: unknown;
}

export type Log = (line: LogLine) => void;
