/**
 * Evaluates an expression, given the values of its selectors at one moment: the part of PromQL that rules of one workload use, with Prometheus' own grammar.
 * Series differ only by labels from `label_replace`, the only source of several series for one workload. In the scenarios promtool tests the same rules.
 */
import type { SyntaxNode } from '@lezer/common';
import { parser } from '@prometheus-io/lezer-promql';
import { arithmetic, comparisons } from '../../simulator/formulas/operators';

interface Sample {
  readonly labels: string;
  readonly value: number;
}
type Vector = readonly Sample[];

/** The value of a selector, by its text without the range; undefined without such a series. A rate of the selector has the same value. */
export type Given = (selector: string) => number | undefined;

const aggregations: Readonly<Record<string, (values: readonly number[]) => number>> = {
  sum: (values) => values.reduce((sum, value) => sum + value, 0),
  max: (values) => Math.max(...values),
  min: (values) => Math.min(...values),
  count: (values) => values.length,
};

/** Functions of their argument and, for clamps, of the bound. A rate or a value over time is the given value. */
const functions: Readonly<Record<string, (value: number, bound: number) => number>> = {
  rate: (value) => value,
  increase: (value) => value,
  sum_over_time: (value) => value,
  min_over_time: (value) => value,
  avg_over_time: (value) => value,
  vector: (value) => value,
  ceil: (value) => Math.ceil(value),
  clamp_min: Math.max,
  clamp_max: Math.min,
};

/**
 * The single value of an expression, or undefined if it has none.
 * @throws Error for syntax outside this subset, or if several values remain
 */
export function valueOf(expression: string, given: Given): number | undefined {
  // in the grammar an offset applies to everything before it; written as a label it stays with its selector
  const text = expression.replaceAll(/(\{[^}]*)\} offset (\w+)/g, '$1,offset="$2"}').replaceAll(/([\w:]+) offset (\w+)/g, '$1{offset="$2"}');
  const found = new Evaluation(text, given).vector(parser.parse(text).topNode.firstChild);
  if (found.length > 1) throw new Error(`one value must be left of ${expression}, received ${found.length}`);
  return found[0]?.value;
}

class Evaluation {
  public constructor(
    private readonly text: string,
    private readonly given: Given,
  ) {}

  public vector(node: SyntaxNode | null): Vector {
    const kinds: Readonly<Record<string, (found: SyntaxNode) => Vector>> = {
      ParenExpr: (found) => this.vector(found.firstChild),
      MatrixSelector: (found) => this.vector(found.firstChild),
      NumberDurationLiteral: (found) => only(Number(this.textOf(found))),
      UnaryExpr: (found) => mapped(this.vector(found.lastChild), (value) => (this.textOf(found).startsWith('-') ? -value : value)),
      VectorSelector: (found) => only(this.given(this.textOf(found))),
      AggregateExpr: (found) => this.aggregate(found),
      FunctionCall: (found) => this.call(found),
      BinaryExpr: (found) => this.binary(found),
    };
    const kind = kinds[node?.name ?? ''];
    if (node === null || kind === undefined)
      throw new Error(`must be of the subset that is evaluated here, received ${node?.name ?? 'nothing'} in ${this.text}`);
    return kind(node);
  }

  private aggregate(node: SyntaxNode): Vector {
    const values = this.vector(argumentsOf(node)[0] ?? null).map(({ value }) => value);
    const aggregation = aggregations[this.textOf(node.getChild('AggregateOp'))];
    if (aggregation === undefined) throw new Error(`must be an aggregation that is evaluated here, received ${this.textOf(node)}`);
    return values.length === 0 ? [] : only(aggregation(values));
  }

  private call(node: SyntaxNode): Vector {
    const name = this.textOf(node.getChild('FunctionIdentifier'));
    const [first = null, second = null, third = null] = argumentsOf(node);
    const inner = this.vector(first);
    if (name === 'label_replace') return inner.map(({ value }) => ({ labels: `${this.textOf(second)}=${this.textOf(third)}`, value }));
    const bound = name.startsWith('clamp_') ? (this.vector(second)[0]?.value ?? Number.NaN) : Number.NaN;
    const called = functions[name];
    if (called === undefined) throw new Error(`must be a function that is evaluated here, received ${name}`);
    return mapped(inner, (value) => called(value, bound));
  }

  private binary(node: SyntaxNode): Vector {
    const [left, right] = [this.vector(node.firstChild), this.vector(node.lastChild)];
    const operator = node.firstChild?.nextSibling?.name ?? '';
    const onNothing = node.getChild('MatchingModifierClause') !== null;
    const matches = (one: Sample) => (other: Sample) => onNothing || one.labels === other.labels;
    if (operator === 'And') return left.filter((one) => right.some(matches(one)));
    if (operator === 'Unless') return left.filter((one) => !right.some(matches(one)));
    if (operator === 'Or') return [...left, ...right.filter((one) => !left.some(matches(one)))];
    const pairs = left.flatMap((one) => right.filter((other) => matches(one)(other) || other.labels === '').map((other) => [one, other] as const));
    const compared = comparisons[operator];
    if (compared !== undefined) return pairs.filter(([one, other]) => compared(one.value, other.value)).map(([one]) => one);
    const computed = arithmetic[operator];
    if (computed === undefined) throw new Error(`must be an operator that is evaluated here, received ${operator}`);
    return pairs.map(([one, other]) => ({ labels: one.labels, value: computed(one.value, other.value) }));
  }

  private textOf(node: SyntaxNode | null): string {
    return node === null ? '' : this.text.slice(node.from, node.to);
  }
}

function mapped(vector: Vector, change: (value: number) => number): Vector {
  return vector.map(({ labels, value }) => ({ labels, value: change(value) }));
}

function only(value: number | undefined): Vector {
  return value === undefined ? [] : [{ labels: '', value }];
}

function argumentsOf(node: SyntaxNode): readonly SyntaxNode[] {
  const found: SyntaxNode[] = [];
  for (let child = node.getChild('FunctionCallBody')?.firstChild ?? null; child !== null; child = child.nextSibling) found.push(child);
  return found;
}
