/** A group of recording rules, evaluated like Prometheus (rules/group.go): in order, so that each rule sees the results of earlier rules at the same time. */
import { expressionOf, type Expression } from './expression';
import { ended, keyOf, type Labels, type StoredSeries } from './stored-series';
import { vectorOf, withoutName, type Vector } from './vector';

/** A rule in the form of a rule file. */
export interface Rule {
  readonly record: string;
  readonly expr: string;
  readonly labels: Labels;
}

interface Compiled {
  readonly rule: Rule;
  readonly expression: Expression;
  /** Labels of the series of the last evaluation, by key. */
  last: ReadonlyMap<string, Labels>;
}

export interface Recorded {
  readonly record: string;
  readonly labels: Labels;
  readonly value: number;
}

/** The rules of a workload, from the definition from which Prometheus' rule file is generated (constructs/scaling). */
export class RecordedRules {
  private readonly rules: readonly Compiled[];

  /** @throws Error for an expression that uses something that is not implemented */
  public constructor(rules: readonly Rule[]) {
    this.rules = rules.map((rule) => ({ rule, expression: expressionOf(rule.expr), last: new Map() }));
  }

  /**
   * Evaluates every rule at a time and appends the results to the series. A series that a rule no longer records is marked as stale.
   * @throws Error when two results of a rule have the same labels
   */
  public evaluate(series: StoredSeries, at: number): readonly Recorded[] {
    return this.rules.flatMap((compiled) => {
      const { rule, expression, last } = compiled;
      const result = expression(series, at);
      const vector: Vector = typeof result === 'number' ? [{ labels: {}, value: result }] : vectorOf(result);
      const recorded = vector.map(({ labels, value }) => ({ record: rule.record, labels: { ...withoutName(labels), ...rule.labels }, value }));
      compiled.last = new Map(recorded.map(({ labels }) => [keyOf(labels), labels]));
      if (compiled.last.size !== recorded.length) throw new Error(`results of ${rule.record} must have different labels`);
      for (const { labels, value } of recorded) series.add(rule.record, labels, at, value);
      for (const [key, labels] of last) if (!compiled.last.has(key)) series.add(rule.record, labels, at, ended);
      return recorded;
    });
  }
}
