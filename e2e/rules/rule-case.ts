import type { InputSeries } from './series';

/** A sentence about the recording rules, the input that makes it true or false, and what must be recorded then. */
export interface RuleCase {
  readonly title: string;
  readonly series: readonly InputSeries[];
  readonly expect: readonly Expectation[];
}

export interface Expectation {
  /** Recorded series, without labels. */
  readonly record: string;
  /** Seconds after the start. */
  readonly at: number;
  /** `absent`: nothing is recorded, so the autoscaler sees a missing metric and does not scale in. */
  readonly value: number | 'absent';
  /** Labels besides those of the workload. @default - none */
  readonly labels?: Readonly<Record<string, string>>;
}

/** The replicas that a signal publishes at a moment. */
export function desired(signal: string, at: number, value: Expectation['value']): Expectation {
  return { record: `lyo:desired_replicas:${signal}`, at, value };
}

/** The replicas that a signal asks for before its cap. */
export function uncapped(signal: string, at: number, value: Expectation['value']): Expectation {
  return { record: `lyo:uncapped_replicas:${signal}`, at, value };
}

/** Any other recorded series. */
export function input(series: string, at: number, value: Expectation['value']): Expectation {
  return { record: series, at, value };
}
