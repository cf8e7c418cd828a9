/** The selectors of a PromQL expression and its syntax errors, by Prometheus' own grammar (@prometheus-io/lezer-promql). */
import type { SyntaxNode, Tree } from '@lezer/common';
import { parser } from '@prometheus-io/lezer-promql';
import { withoutGrafanaVariables } from '../../config/metrics/grafana-variables';
import type { LabelMatcher, SeriesSelector } from './series-selector';

/** A selector inside an expression, with its text. */
export interface ReadSeries extends SeriesSelector {
  readonly text: string;
}

/** Every selector of an expression, in order. The name may be before the braces, inside them as a string, or as `__name__="…"`. */
export function selectorsIn(expression: string): readonly ReadSeries[] {
  return parsed(expression).selectors;
}

/** Names of metrics: `sum by (le) (rate(a_total{b="c"}[5m])) / 2` → a_total. A selector with a pattern for the name gives none. */
export function metricsIn(expression: string): readonly string[] {
  return [...new Set(selectorsIn(expression).flatMap(({ name }) => name ?? []))];
}

/** Parses a text that is a single selector, as in rules of the metrics adapter; undefined for any other text. */
export function parseSelector(text: string): SeriesSelector | undefined {
  const [selector, ...others] = selectorsIn(text);
  if (selector?.text !== text.trim() || others.length > 0 || syntaxErrorIn(text) !== undefined) return undefined;
  const { name, matchers } = selector;
  return { ...(name !== undefined && { name }), matchers };
}

/** Labels in the outermost `by (…)`, before or after the aggregated expression; empty where the outermost node is no aggregation. */
export function groupedBy(expression: string): readonly string[] {
  const { tree } = parsed(expression);
  const modifier = outermostOf(tree)?.getChild('AggregateModifier');
  const labels = modifier?.getChild('By') ? modifier.getChild('GroupingLabels') : undefined;
  return (labels?.getChildren('LabelName') ?? []).map((node) => expression.slice(node.from, node.to));
}

/** The outermost node, without comments and parentheses around it. */
function outermostOf(tree: Tree): SyntaxNode | null {
  let node = tree.topNode.firstChild;
  while (node?.name === 'LineComment' || node?.name === 'ParenExpr') node = node.name === 'ParenExpr' ? node.firstChild : node.nextSibling;
  return node;
}

/** The rest of the expression from the first syntax error on; undefined without an error. */
export function syntaxErrorIn(expression: string): string | undefined {
  const { tree } = parsed(expression);
  if (expression.trim() === '') return 'an empty expression';
  let at: number | undefined;
  tree.iterate({
    enter: (node) => {
      if (node.type.isError) at ??= node.from;
    },
  });
  return at === undefined ? undefined : expression.slice(at) || 'its end';
}

interface Parsed {
  readonly tree: Tree;
  readonly selectors: readonly ReadSeries[];
}

/** Cache of parsed expressions, because many checks read the same rules. */
const trees = new Map<string, Parsed>();

function parsed(expression: string): Parsed {
  const known = trees.get(expression);
  if (known !== undefined) return known;
  const tree = parser.parse(withoutGrafanaVariables(expression));
  const result = { tree, selectors: nodesOf(tree, 'VectorSelector').map((node) => readSeries(expression, node)) };
  trees.set(expression, result);
  return result;
}

function nodesOf(tree: Tree, name: string): readonly SyntaxNode[] {
  const nodes: SyntaxNode[] = [];
  tree.iterate({
    enter: (reference) => {
      if (reference.name === name) nodes.push(reference.node);
    },
  });
  return nodes;
}

function readSeries(text: string, node: SyntaxNode): ReadSeries {
  const of = (child: SyntaxNode): string => text.slice(child.from, child.to);
  const braces = node.getChild('LabelMatchers');
  const all = (braces?.getChildren('UnquotedLabelMatcher') ?? []).map((matcher) => matcherOf(matcher, 'LabelName', of));
  const quoted = (braces?.getChildren('QuotedLabelMatcher') ?? []).map((matcher) => matcherOf(matcher, 'QuotedLabelName', of));
  const isName = ({ label, operator }: LabelMatcher): boolean => label === '__name__' && operator === '=';
  const identifier = node.getChild('Identifier');
  const named = braces?.getChild('QuotedLabelName');
  const name = identifier ? of(identifier) : named ? unquoted(of(named)) : all.find(isName)?.value;
  return { text: of(node), ...(name !== undefined && { name }), matchers: [...all, ...quoted].filter((matcher) => !isName(matcher)) };
}

function matcherOf(node: SyntaxNode, labelNode: string, of: (child: SyntaxNode) => string): LabelMatcher {
  const text = (name: string): string => {
    const child = node.getChild(name);
    return child === null ? '' : of(child);
  };
  const label = text(labelNode);
  return { label: labelNode === 'QuotedLabelName' ? unquoted(label) : label, operator: text('MatchOp'), value: unquoted(text('StringLiteral')) };
}

/** The value of a PromQL string literal: escapes are resolved between `"` and `'`, not between backticks. */
function unquoted(literal: string): string {
  const inner = literal.slice(1, -1);
  return literal.startsWith('`') ? inner : inner.replaceAll(/\\(.)/g, '$1');
}
