/** Evaluates expressions of recording rules like Prometheus. They are parsed with Prometheus' own grammar; only the part of PromQL that the rules of a workload use is implemented. */
import type { SyntaxNode } from '@lezer/common';
import { parser } from '@prometheus-io/lezer-promql';
import { seconds } from '../../config/quantities';
import { aggregated } from './aggregations';
import { functions, type Argument } from './functions';
import { combined } from './operators';
import { keepsName, overTime } from './over-time';
import { selectionOf } from './selection';
import type { StoredSeries } from './stored-series';
import { vectorOf, withoutName, type Result } from './vector';

/** A compiled expression: its value at a time in seconds. */
export type Expression = (series: StoredSeries, at: number) => Result;

/** @throws Error for syntax errors, and for parts of PromQL that are not implemented */
export function expressionOf(text: string): Expression {
  const tree = parser.parse(text);
  tree.iterate({
    enter: ({ type, from }) => {
      if (type.isError) throw new Error(`must be an expression, received ${JSON.stringify(text.slice(from))} in ${text}`);
    },
  });
  const { firstChild } = tree.topNode;
  if (firstChild === null) throw new Error('must be an expression, received nothing');
  return new Compilation(text).expression(firstChild, 0);
}

class Compilation {
  public constructor(private readonly text: string) {}

  /** @param offset seconds by which selectors look back (`offset`) */
  public expression(node: SyntaxNode, offset: number): Expression {
    switch (node.name) {
      case 'ParenExpr':
        return this.expression(only(node.firstChild), offset);
      case 'NumberDurationLiteral': {
        const value = Number(this.of(node));
        return () => value;
      }
      case 'VectorSelector': {
        const selection = selectionOf(this.text, node);
        return (series, at) => series.latest(selection, at - offset).map(({ labels, content }) => ({ labels, value: content }));
      }
      case 'OffsetExpr':
        return this.shifted(node, offset);
      case 'AggregateExpr':
        return this.aggregation(node, offset);
      case 'FunctionCall':
        return this.call(node, offset);
      case 'BinaryExpr':
        return this.binary(node, offset, offset);
      default:
        throw new Error(`must be of the language that is known here, received ${node.name} in ${this.text}`);
    }
  }

  /** The grammar attaches `offset` to the whole expression before it; PromQL applies it only to the last operand. */
  private shifted(node: SyntaxNode, offset: number): Expression {
    const inner = only(node.firstChild);
    const further = offset + this.duration(only(node.getChild('OffsetDurationExpr')));
    return inner.name === 'BinaryExpr' ? this.binary(inner, offset, further) : this.expression(inner, further);
  }

  private binary(node: SyntaxNode, offset: number, ofLast: number): Expression {
    const left = this.expression(only(node.firstChild), offset);
    const lastNode = only(node.lastChild);
    const right = lastNode.name === 'BinaryExpr' ? this.binary(lastNode, offset, ofLast) : this.expression(lastNode, ofLast);
    const modifier = node.getChild('MatchingModifierClause');
    if (modifier !== null && (modifier.getChild('On') === null || /group_(left|right)/.test(this.of(modifier))))
      throw new Error(`matching must be \`on\`, received ${this.of(modifier)}`);
    const on = modifier === null ? undefined : this.names(modifier);
    const operation = { operator: node.firstChild?.nextSibling?.name ?? '', bool: node.getChild('BoolModifier') !== null, on };
    return (series, at) => combined(operation, left(series, at), right(series, at));
  }

  private aggregation(node: SyntaxNode, offset: number): Expression {
    const modifier = node.getChild('AggregateModifier');
    if (modifier !== null && modifier.getChild('By') === null) throw new Error(`grouping must be \`by\`, received ${this.of(modifier)}`);
    const by = modifier === null ? [] : this.names(modifier);
    const name = this.of(only(node.getChild('AggregateOp')));
    const inner = this.expression(only(node.getChild('FunctionCallBody')?.firstChild ?? null), offset);
    return (series, at) => aggregated(name, by, vectorOf(inner(series, at)));
  }

  private call(node: SyntaxNode, offset: number): Expression {
    const name = this.of(only(node.getChild('FunctionIdentifier')));
    const parameters = childrenOf(node.getChild('FunctionCallBody'));
    if (overTime[name] !== undefined) return this.callOverTime(name, only(parameters[0] ?? null), offset);
    const called = functions[name];
    if (called === undefined) throw new Error(`must be a function that is known here, received ${name}`);
    const evaluated = parameters.map((parameter) => this.argument(parameter, offset));
    return (series, at) =>
      called(
        evaluated.map((argument) => argument(series, at)),
        at,
      );
  }

  private argument(node: SyntaxNode, offset: number): (series: StoredSeries, at: number) => Argument {
    if (node.name !== 'StringLiteral') return this.expression(node, offset);
    const text = String(JSON.parse(this.of(node)));
    return () => ({ text });
  }

  private callOverTime(name: string, node: SyntaxNode, offset: number): Expression {
    const shift = node.name === 'OffsetExpr' ? this.duration(only(node.getChild('OffsetDurationExpr'))) : 0;
    const matrix = node.name === 'OffsetExpr' ? only(node.firstChild) : node;
    if (matrix.name !== 'MatrixSelector') throw new Error(`${name} must be of a range, received ${this.of(node)}`);
    const selection = selectionOf(this.text, only(matrix.getChild('VectorSelector')));
    const range = this.duration(only(matrix.getChild('DurationExpr')));
    return (series, at) =>
      series.within(selection, at - offset - shift, range).flatMap(({ labels, content }) => {
        const value = overTime[name]?.(content, at - offset - shift, range);
        return value === undefined ? [] : [{ labels: name === keepsName ? labels : withoutName(labels), value }];
      });
  }

  /** Seconds of a duration: `60s`, `5m`, `1h`. */
  private duration(node: SyntaxNode): number {
    const [, count = '', unit = ''] = /^(\d+)([smhd])$/.exec(this.of(node)) ?? [];
    const factor = { s: 1, m: 60, h: 3600, d: 86_400 }[unit];
    if (factor === undefined) throw new Error(`must be a duration such as 60s or 1h, received ${this.of(node)}`);
    return seconds(`${Number(count) * factor}s`);
  }

  private names(node: SyntaxNode): readonly string[] {
    return (node.getChild('GroupingLabels')?.getChildren('LabelName') ?? []).map((label) => this.of(label));
  }

  private of(node: SyntaxNode): string {
    return this.text.slice(node.from, node.to);
  }
}

function only(node: SyntaxNode | null): SyntaxNode {
  if (node === null) throw new Error('an expression must be whole');
  return node;
}

function childrenOf(node: SyntaxNode | null): readonly SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (let child = node?.firstChild ?? null; child !== null; child = child.nextSibling) children.push(child);
  return children;
}
