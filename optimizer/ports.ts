/** The interfaces that the core needs. Adapters implement them, and so do tests and the simulator. */
import type { Sample } from './timeseries/series';

export interface LabelledSeries {
  readonly labels: Readonly<Record<string, string>>;
  /** In the order of the source. */
  readonly samples: readonly Sample[];
}

/**
 * What a source of metrics answers. `warnings` is not empty when the source itself reports that something is missing: the answer is partial.
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

/** Runs something in a span of its own trace. What fails is told of the span, and thrown on. */
export type InSpan = <Result>(name: string, run: () => Promise<Result>, attributes?: Readonly<Record<string, string | number>>) => Promise<Result>;

/** Which of several processes publishes. */
export interface Leadership {
  /** Number of the term in which this process leads; undefined while it does not, or cannot know. */
  term(): number | undefined;
}

/** `taken` is a text that another writer owns; it is not touched. */
export type StoreAnswer =
  { readonly kind: 'written' } | { readonly kind: 'taken'; readonly why: string } | { readonly kind: 'unavailable'; readonly why: string };

/** A message for people about a workload. */
export interface Told {
  readonly namespace: string;
  readonly deployment: string;
  /** One word. */
  readonly reason: string;
  readonly note: string;
}

/** Where decisions are stored: one text, replaced as a whole. */
export interface DecisionStore {
  read(): Promise<{ readonly kind: 'text'; readonly text: string | undefined } | { readonly kind: 'unavailable'; readonly why: string }>;
  write(text: string): Promise<StoreAnswer>;
  tell(told: Told): Promise<StoreAnswer>;
}
