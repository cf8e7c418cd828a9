/**
 * PromQL over lines, as people write it: what does not fit in a line is broken at its outermost operator, call or braces. Only white space between tokens
 * changes, by Prometheus' own grammar, so the expression stays what it was.
 */
import type { SyntaxNode } from '@lezer/common';
import { parser } from '@prometheus-io/lezer-promql';
import { withoutGrafanaVariables } from '../config/metrics/grafana-variables';
import type { AlertRule, RecordingRule, RuleGroup } from './rule-group';

/** Characters a line, without what stands around the expression in its file. */
const width = 140;

const indentation = '  ';

/**
 * @param expression PromQL; Grafana's variables may stand in it for durations and inside texts
 * @returns the same tokens; unchanged if the grammar does not understand it, which a check reports, or if it contains a comment
 */
export function laidOut(expression: string): string {
  const { topNode } = parser.parse(withoutGrafanaVariables(expression));
  const odd: string[] = [];
  topNode.cursor().iterate(({ name, type }) => {
    if (type.isError || name === 'LineComment') odd.push(name);
  });
  return odd.length === 0 && topNode.firstChild !== null ? layout(expression, topNode.firstChild, width) : expression;
}

/** A group whose rules are read as files: the expressions over lines, the rest as it is. */
export function laidOutGroup<Rule extends RecordingRule | AlertRule>(group: RuleGroup<Rule>): RuleGroup<Rule> {
  return { ...group, rules: group.rules.map((rule) => ({ ...rule, expr: laidOut(rule.expr) })) };
}

/** The same in one line with spaces where lines may end, for texts of JSON, which cannot go on in the next line. */
export function foldable(expression: string): string {
  return laidOut(expression).replaceAll(/\n */g, ' ');
}

/** @param room characters that the first line has left */
function layout(text: string, node: SyntaxNode, room: number): string {
  const line = flat(text.slice(node.from, node.to));
  if (line.length <= room) return line;
  return broken(text, node, room) ?? line;
}

function broken(text: string, node: SyntaxNode, room: number): string | undefined {
  switch (node.name) {
    case 'BinaryExpr':
      return operation(text, node, room);
    case 'ParenExpr':
      return bracketed(text, node, { around: node, room });
    case 'AggregateExpr':
    case 'FunctionCall':
    case 'VectorSelector': {
      const around = node.getChild('FunctionCallBody') ?? node.getChild('LabelMatchers');
      return around === null ? undefined : bracketed(text, node, { around, room });
    }
    default:
      return aroundOperand(text, node, room);
  }
}

/** White space counts in texts alone; everywhere else one space is enough, and none inside brackets. */
function flat(text: string): string {
  return text
    .split(/("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|`[^`]*`)/)
    .map((part, index) =>
      index % 2 === 1
        ? part
        : part
            .replaceAll(/\s+/g, ' ')
            .replaceAll(/([([{]) /g, '$1')
            .replaceAll(/ ([)\]},])/g, '$1'),
    )
    .join('');
}

/** `one`, and below it `operator two`. An operand that binds stronger is moved in where it takes several lines. */
function operation(text: string, node: SyntaxNode, room: number): string | undefined {
  const { firstChild: left, lastChild: right } = node;
  if (left === null || right === null) return undefined;
  const operator = flat(text.slice(left.to, right.from)).trim();
  const one = layout(text, left, room);
  const two = `${operator} ${layout(text, right, room - operator.length - 1)}`;
  return `${level(text, left) === level(text, node) ? one : movedIn(one, left)}\n${movedIn(two, right)}`;
}

function movedIn(lines: string, operand: SyntaxNode): string {
  return operand.name === 'BinaryExpr' ? indented(lines) : lines;
}

/** Operators that bind alike: `a or b or c` is one list, and its operators stand below each other (prometheus.io/docs/prometheus/latest/querying/operators). */
const levels: Readonly<Record<string, string>> = { and: 'and', unless: 'and', '+': 'sum', '-': 'sum', '*': 'product', '/': 'product', '%': 'product' };

function level(text: string, node: SyntaxNode): string | undefined {
  const operator = node.name === 'BinaryExpr' ? node.firstChild?.nextSibling : undefined;
  if (operator === undefined || operator === null) return undefined;
  const symbol = text.slice(operator.from, operator.to);
  return levels[symbol] ?? symbol;
}

/** What stands in brackets on lines of its own. */
function bracketed(text: string, node: SyntaxNode, { around, room }: { readonly around: SyntaxNode; readonly room: number }): string {
  const parts: string[] = [];
  for (let part = around.firstChild; part !== null; part = part.nextSibling) parts.push(layout(text, part, room - indentation.length));
  const opening = flat(text.slice(node.from, around.from + 1));
  const closing = flat(text.slice(around.to - 1, node.to));
  return parts.length === 0 ? opening + closing : `${opening}\n${indentation}${indented(parts.join(',\n'))}\n${closing}`;
}

/** Lines after the first one moved in. */
function indented(lines: string): string {
  return lines.replaceAll('\n', `\n${indentation}`);
}

/** `operand[5m] offset 1h` or `-operand`: the operand over lines, what stands around it as it is. */
function aroundOperand(text: string, node: SyntaxNode, room: number): string | undefined {
  const operand = [node.firstChild, node.lastChild].find((child) => /Expr$|Selector$|^FunctionCall$/.test(child?.name ?? ''));
  if (operand === undefined || operand === null) return undefined;
  const before = flat(text.slice(node.from, operand.from));
  return before + layout(text, operand, room - before.length) + flat(text.slice(operand.to, node.to));
}
