/**
 * What an expression of a rule says, given what its selectors say at one moment: enough of PromQL for rules about one workload, by Prometheus' own grammar.
 * Series are told apart by what `label_replace` wrote on them, as only that makes two of one workload. promtool judges the same rules in the scenarios.
 */
import type { SyntaxNode } from '@lezer/common';
import { parser } from '@prometheus-io/lezer-promql';

interface Sample {
  readonly labels: string;
  readonly value: number;
}
type Vector = readonly Sample[];

/** The value of a selector, by its text without the range; undefined where there is no such series. A rate of it is that value as well. */
export type Given = (selector: string) => number | undefined;

const arithmetic: Readonly<Record<string, (left: number, right: number) => number>> = {
  Add: (left, right) => left + right,
  Sub: (left, right) => left - right,
  Mul: (left, right) => left * right,
  Div: (left, right) => left / right,
};
const comparisons: Readonly<Record<string, (left: number, right: number) => boolean>> = {
  Gtr: (left, right) => left > right,
  Gte: (left, right) => left >= right,
  Lss: (left, right) => left < right,
  Lte: (left, right) => left <= right,
  EqlC: (left, right) => left === right,
};
const aggregations: Readonly<Record<string, (values: readonly number[]) => number>> = {
  sum: (values) => values.reduce((sum, value) => sum + value, 0),
  max: (values) => Math.max(...values),
  min: (values) => Math.min(...values),
  count: (values) => values.length,
};

/**
 * The one value of an expression, or undefined where it has none.
 * @throws Error for what is no part of this subset, or when several values are left
 */
export function valueOf(expression: string, given: Given): number | undefined {
  const found = new Evaluation(expression, given).vector(parser.parse(expression).topNode.firstChild);
  if (found.length > 1) throw new Error(`one value must be left of ${expression}, received ${found.length}`);
  return found[0]?.value;
}

class Evaluation {
  public constructor(
    private readonly text: string,
    private readonly given: Given,
  ) {}

  public vector(node: SyntaxNode | null): Vector {
    switch (node?.name) {
      case 'ParenExpr':
        return this.vector(node.firstChild);
      case 'NumberDurationLiteral':
        return only(Number(this.textOf(node)));
      case 'UnaryExpr':
        return this.vector(node.lastChild).map(({ labels, value }) => ({ labels, value: this.textOf(node).startsWith('-') ? -value : value }));
      case 'VectorSelector':
        return only(this.given(this.textOf(node)));
      case 'MatrixSelector':
        return this.vector(node.firstChild);
      case 'AggregateExpr':
        return this.aggregate(node);
      case 'FunctionCall':
        return this.call(node);
      case 'BinaryExpr':
        return this.binary(node);
      default:
        throw new Error(`must be of the subset that is evaluated here, received ${node?.name ?? 'nothing'} in ${this.text}`);
    }
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
    if (['rate', 'increase', 'vector', 'scalar'].includes(name)) return inner;
    if (name === 'label_replace') return inner.map(({ value }) => ({ labels: `${this.textOf(second)}=${this.textOf(third)}`, value }));
    if (name === 'ceil') return inner.map(({ labels, value }) => ({ labels, value: Math.ceil(value) }));
    const bound = this.vector(second)[0]?.value ?? Number.NaN;
    if (name === 'clamp_min') return inner.map(({ labels, value }) => ({ labels, value: Math.max(value, bound) }));
    if (name === 'clamp_max') return inner.map(({ labels, value }) => ({ labels, value: Math.min(value, bound) }));
    throw new Error(`must be a function that is evaluated here, received ${name}`);
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

function only(value: number | undefined): Vector {
  return value === undefined ? [] : [{ labels: '', value }];
}

function argumentsOf(node: SyntaxNode): readonly SyntaxNode[] {
  const found: SyntaxNode[] = [];
  for (let child = node.getChild('FunctionCallBody')?.firstChild ?? null; child !== null; child = child.nextSibling) found.push(child);
  return found;
}
