/**
 * Formats PromQL over several lines: an expression that does not fit a line is broken at its outermost operator, call or braces. Only white space between tokens
 * of Prometheus' own grammar changes, so the meaning stays the same.
 */
import type { SyntaxNode } from '@lezer/common';
import { parser } from '@prometheus-io/lezer-promql';
import { withoutGrafanaVariables } from '../config/metrics/grafana-variables';
import type { AlertRule, RecordingRule, RuleGroup } from './rule-group';

/** Characters per line, without the indentation of the expression in its file. */
const width = 140;

const indentation = '  ';

/**
 * @param expression PromQL; may contain Grafana's variables as durations and inside strings
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

/** A rule group with formatted expressions, for rule files that people read. */
export function laidOutGroup<Rule extends RecordingRule | AlertRule>(group: RuleGroup<Rule>): RuleGroup<Rule> {
  return { ...group, rules: group.rules.map((rule) => ({ ...rule, expr: laidOut(rule.expr) })) };
}

/** The expression in one line, with spaces where a line may be folded: for strings in JSON, which cannot contain line breaks. */
export function foldable(expression: string): string {
  return laidOut(expression).replaceAll(/\n */g, ' ');
}

/** @param room characters that are left in the first line */
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

/** The expression in one line: one space between tokens and none inside brackets. White space inside strings stays. */
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

/** `one`, and `operator two` in the next line. An operand that binds more strongly is indented where it needs several lines. */
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

/** Operators of equal precedence: `a or b or c` is one list with its operators below each other (prometheus.io/docs/prometheus/latest/querying/operators). */
const levels: Readonly<Record<string, string>> = { and: 'and', unless: 'and', '+': 'sum', '-': 'sum', '*': 'product', '/': 'product', '%': 'product' };

function level(text: string, node: SyntaxNode): string | undefined {
  const operator = node.name === 'BinaryExpr' ? node.firstChild?.nextSibling : undefined;
  if (operator === undefined || operator === null) return undefined;
  const symbol = text.slice(operator.from, operator.to);
  return levels[symbol] ?? symbol;
}

/** The content of brackets on lines of its own. */
function bracketed(text: string, node: SyntaxNode, { around, room }: { readonly around: SyntaxNode; readonly room: number }): string {
  const parts: string[] = [];
  for (let part = around.firstChild; part !== null; part = part.nextSibling) parts.push(layout(text, part, room - indentation.length));
  const opening = flat(text.slice(node.from, around.from + 1));
  const closing = flat(text.slice(around.to - 1, node.to));
  return parts.length === 0 ? opening + closing : `${opening}\n${indentation}${indented(parts.join(',\n'))}\n${closing}`;
}

/** Indents all lines after the first. */
function indented(lines: string): string {
  return lines.replaceAll('\n', `\n${indentation}`);
}

/** `operand[5m] offset 1h` or `-operand`: breaks the operand and leaves the rest as it is. */
function aroundOperand(text: string, node: SyntaxNode, room: number): string | undefined {
  const operand = [node.firstChild, node.lastChild].find((child) => /Expr$|Selector$|^FunctionCall$/.test(child?.name ?? ''));
  if (operand === undefined || operand === null) return undefined;
  const before = flat(text.slice(node.from, operand.from));
  return before + layout(text, operand, room - before.length) + flat(text.slice(operand.to, node.to));
}
