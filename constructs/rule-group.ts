/** A rule group as in Prometheus' rule files. Rules of a group are evaluated in order, so a rule may use the results of those before it. */

export interface RecordingRule {
  readonly record: string;
  readonly expr: string;
  /** Static labels of the recorded series. */
  readonly labels: Readonly<Record<string, string>>;
}

export interface AlertRule {
  readonly alert: string;
  readonly expr: string;
  /** How long the expression must have a result. @default - not at all */
  readonly for?: string;
  /** How long the alert keeps firing after the expression's last result. @default - not at all */
  readonly keep_firing_for?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

export interface RuleGroup<Rule extends RecordingRule | AlertRule = RecordingRule> {
  readonly name: string;
  /** A Prometheus duration such as `10s`. */
  readonly interval: string;
  readonly rules: readonly Rule[];
}
