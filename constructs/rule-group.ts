/** A group of recording rules as Prometheus reads it from a rule file. Rules of a group are evaluated in order, so a rule may use those before it. */

export interface RecordingRule {
  readonly record: string;
  readonly expr: string;
  /** Static labels of the recorded series. */
  readonly labels: Readonly<Record<string, string>>;
}

export interface RuleGroup {
  readonly name: string;
  /** A Prometheus duration such as `10s`. */
  readonly interval: string;
  readonly rules: readonly RecordingRule[];
}
