/** A group of recording rules over time, as Prometheus evaluates it (rules/group.go): in order, each seeing what those before it have recorded at the same moment. */
import { expressionOf, type Expression } from './expression';
import { ended, keyOf, type Labels, type StoredSeries } from './stored-series';
import { vectorOf, withoutName, type Vector } from './vector';

/** As a rule file has it. */
export interface Rule {
  readonly record: string;
  readonly expr: string;
  readonly labels: Labels;
}

interface Compiled {
  readonly rule: Rule;
  readonly expression: Expression;
  /** Labels of what it recorded last, by their key. */
  last: ReadonlyMap<string, Labels>;
}

export interface Recorded {
  readonly record: string;
  readonly labels: Labels;
  readonly value: number;
}

/** The rules of a workload, from the definition that also becomes the rule file of Prometheus (constructs/scaling). */
export class RecordedRules {
  private readonly rules: readonly Compiled[];

  /** @throws Error for an expression of which anything is not known here */
  public constructor(rules: readonly Rule[]) {
    this.rules = rules.map((rule) => ({ rule, expression: expressionOf(rule.expr), last: new Map() }));
  }

  /**
   * Evaluates every rule at a moment, and adds what it records to the series. What a rule recorded the last time and does not any more has ended.
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
