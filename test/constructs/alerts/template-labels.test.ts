/** Kind: a text of an alert names a label that its query does not keep, so that people read a gap. Every label that a template uses exists in the result. */
import type { SyntaxNode } from '@lezer/common';
import { parser } from '@prometheus-io/lezer-promql';
import { ruleGroups } from '../../../charts/rule-files';
import type { AlertRule, RecordingRule } from '../../../constructs/rule-group';
import { environmentWith, managedCopy, secondWorkload } from '../../environment-with';
import { environments } from '../../fixtures/environments';

/** `undefined` stands for whatever the source has: only a scrape knows. */
type Labels = ReadonlySet<string> | undefined;

interface World {
  readonly recorded: ReadonlyMap<string, Labels>;
  /** Whether a label of one side of an `or` is enough: a text may say `{{ with $labels.pod }}`. */
  readonly either: boolean;
}

const expressions = [
  'AggregateExpr',
  'BinaryExpr',
  'FunctionCall',
  'MatrixSelector',
  'OffsetExpr',
  'ParenExpr',
  'SubqueryExpr',
  'UnaryExpr',
  'VectorSelector',
  'NumberDurationLiteral',
  'StringLiteral',
];

/** Labels that the result of an expression has (prometheus.io/docs/prometheus/latest/querying/operators). */
function labelsOf(text: string, node: SyntaxNode, { recorded, either }: World): Labels {
  const of = (child: SyntaxNode): string => text.slice(child.from, child.to);
  const inner = (child: SyntaxNode): Labels => labelsOf(text, child, { recorded, either });
  const operands = (parent: SyntaxNode): SyntaxNode[] => expressions.flatMap((name) => parent.getChildren(name)).sort((one, other) => one.from - other.from);
  const grouping = (parent: SyntaxNode | null): readonly string[] => parent?.getChild('GroupingLabels')?.getChildren('LabelName').map(of) ?? [];
  switch (node.name) {
    case 'VectorSelector': {
      const name = node.getChild('Identifier');
      return name === null ? undefined : recorded.get(of(name));
    }
    case 'AggregateExpr': {
      const modifier = node.getChild('AggregateModifier');
      if (modifier === null) return new Set();
      if (modifier.getChild('By') !== null) return new Set(grouping(modifier));
      const kept = inner(operands(node.getChild('FunctionCallBody')!).at(-1)!);
      return kept === undefined ? undefined : new Set([...kept].filter((label) => !grouping(modifier).includes(label)));
    }
    case 'BinaryExpr': {
      const [left, right] = operands(node) as [SyntaxNode, SyntaxNode];
      const operator = of(left.nextSibling!);
      if (operator === 'or') return either ? inOne(inner(left), inner(right)) : inBoth(inner(left), inner(right));
      if (isScalar(left)) return inner(right);
      if (isScalar(right)) return inner(left);
      const matching = node.getChild('MatchingModifierClause');
      const isSet = ['and', 'unless'].includes(operator);
      if (!isSet && matching?.getChild('On') !== null && matching !== null) return new Set(grouping(matching));
      return inner(left);
    }
    case 'FunctionCall': {
      const parts = operands(node.getChild('FunctionCallBody')!);
      const called = of(node.getChild('FunctionIdentifier')!);
      if (['vector', 'time', 'scalar'].includes(called)) return new Set();
      const vector = parts.find(({ name }) => !['NumberDurationLiteral', 'StringLiteral'].includes(name));
      const kept = vector === undefined ? new Set<string>() : inner(vector);
      const added = called.startsWith('label_') ? [of(parts.find(({ name }) => name === 'StringLiteral')!).slice(1, -1)] : [];
      return kept === undefined ? undefined : new Set([...kept, ...added]);
    }
    default: {
      const [operand] = operands(node);
      return operand === undefined ? new Set() : inner(operand);
    }
  }
}

function isScalar(node: SyntaxNode): boolean {
  if (node.name === 'NumberDurationLiteral') return true;
  if (node.name === 'FunctionCall') return ['Time', 'Scalar', 'Pi'].includes(node.getChild('FunctionIdentifier')?.firstChild?.name ?? '');
  if (!['BinaryExpr', 'ParenExpr', 'UnaryExpr'].includes(node.name)) return false;
  return expressions.flatMap((name) => node.getChildren(name)).every(isScalar);
}

function inOne(one: Labels, other: Labels): Labels {
  return one === undefined || other === undefined ? undefined : new Set([...one, ...other]);
}

function inBoth(one: Labels, other: Labels): Labels {
  if (one === undefined || other === undefined) return one ?? other;
  return new Set([...one].filter((label) => other.has(label)));
}

function gaps(rules: readonly (AlertRule | RecordingRule)[]): readonly string[] {
  const recorded = new Map<string, Labels>();
  const found: string[] = [];
  for (const rule of rules) {
    const tree = parser.parse(rule.expr).topNode.firstChild!;
    const labels = labelsOf(rule.expr, tree, { recorded, either: false });
    if ('record' in rule) {
      const all = labels === undefined ? undefined : new Set([...labels, ...Object.keys(rule.labels)]);
      recorded.set(rule.record, recorded.has(rule.record) ? inBoth(recorded.get(rule.record), all) : all);
      continue;
    }
    const somewhere = labelsOf(rule.expr, tree, { recorded, either: true });
    const used = [...JSON.stringify([rule.annotations, rule.labels]).matchAll(/(with |if )?\$labels\.(\w+)/g)];
    const missing = used.filter(([, guard, label = '']) => (guard === undefined ? labels?.has(label) === false : somewhere?.has(label) === false));
    found.push(...missing.map(([, , label = '']) => `${rule.alert}: ${label}`));
  }
  return found;
}

const worlds = [...environments, environmentWith(secondWorkload), environmentWith(managedCopy)];

test.each(worlds.map((environment, index) => [index, environment] as const))(
  'every label that a text of an alert uses exists in its query, configuration %i',
  (_, environment) => {
    const rules = Object.values(ruleGroups(environment)).flatMap((groups) => groups.flatMap((group): readonly (AlertRule | RecordingRule)[] => group.rules));
    expect(rules.filter((rule) => JSON.stringify(rule).includes('$labels.')).length).toBeGreaterThan(5);
    expect(gaps(rules)).toEqual([]);
  },
);

test.each([
  ['max by (pod) (a) < 1', 'deployment'],
  ['sum(a) > 0', 'pod'],
  ['max by (pod) (a) or sum(b)', 'pod'],
  ['max by (pod, ns) (a) > on(ns) max by (ns) (b)', 'pod'],
  ['max without (pod) (max by (pod, ns) (a))', 'pod'],
  ['vector(1) and on() a', 'pod'],
  ['time() - max(a) > 0', 'pod'],
])('%s has no %s, and a text that names it is found', (expr, label) => {
  expect(gaps([{ alert: 'A', expr, labels: {}, annotations: { summary: `{{ $labels.${label} }}` } }])).toEqual([`A: ${label}`]);
});

test.each([
  ['max by (pod) (a) < 1', 'pod'],
  ['max by (pod) (a) and on() b', 'pod'],
  ['rate(a[5m]) > 0', 'whatever'],
  ['label_replace(sum(a), "cause", "b", "", "")', 'cause'],
  ['1 - max by (pod) (a)', 'pod'],
  ['300 - (time() - max by (pod) (a)) < 60', 'pod'],
])('%s has %s', (expr, label) => {
  expect(gaps([{ alert: 'A', expr, labels: {}, annotations: { summary: `{{ $labels.${label} }}` } }])).toEqual([]);
});

test('a guarded label must be on one side of an or, and no other one does', () => {
  const about = (text: string): readonly string[] =>
    gaps([{ alert: 'A', expr: 'sum by (a) (x) or sum by (b) (y)', labels: {}, annotations: { summary: text } }]);
  expect(about('{{ with $labels.a }}at {{ . }}{{ end }}')).toEqual([]);
  expect(about('{{ with $labels.c }}at {{ . }}{{ end }}')).toEqual(['A: c']);
  expect(about('{{ $labels.a }}')).toEqual(['A: a']);
});
