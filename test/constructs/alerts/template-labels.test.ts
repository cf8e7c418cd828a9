/** Labels in the texts of alerts: a label that the query does not keep would be empty in the text, so each must exist in the result of the query. */
import type { SyntaxNode } from '@lezer/common';
import { parser } from '@prometheus-io/lezer-promql';
import { ruleGroups } from '../../../charts/rule-files';
import type { AlertRule, RecordingRule } from '../../../constructs/rule-group';
import { environmentWith, managedCopy, secondWorkload } from '../../environment-with';
import { environments } from '../../fixtures/environments';

/** `undefined` means all labels of the source, which only a scrape knows. */
type Labels = ReadonlySet<string> | undefined;

interface World {
  readonly recorded: ReadonlyMap<string, Labels>;
  /** True if a label on one side of an `or` is enough, for texts with `{{ with $labels.pod }}`. */
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

const operands = (parent: SyntaxNode): SyntaxNode[] => expressions.flatMap((name) => parent.getChildren(name)).sort((one, other) => one.from - other.from);
const inside = (node: SyntaxNode): SyntaxNode[] => operands(node.getChild('FunctionCallBody')!);
const textOf = (text: string, node: SyntaxNode): string => text.slice(node.from, node.to);
const grouping = (text: string, node: SyntaxNode): readonly string[] =>
  (node.getChild('GroupingLabels')?.getChildren('LabelName') ?? []).map((label) => textOf(text, label));

type Read = (text: string, node: SyntaxNode, world: World) => Labels;

/** Labels that the result of an expression has (prometheus.io/docs/prometheus/latest/querying/operators). */
const labelsOf: Read = (text, node, world) => {
  const known = readers[node.name];
  if (known !== undefined) return known(text, node, world);
  const [operand] = operands(node);
  return operand === undefined ? new Set() : labelsOf(text, operand, world);
};

const aggregated: Read = (text, node, world) => {
  const modifier = node.getChild('AggregateModifier');
  if (modifier === null) return new Set();
  const named = grouping(text, modifier);
  if (modifier.getChild('By') !== null) return new Set(named);
  const kept = labelsOf(text, inside(node).at(-1)!, world);
  return kept === undefined ? undefined : new Set([...kept].filter((label) => !named.includes(label)));
};

const combined: Read = (text, node, world) => {
  const [left, right] = operands(node) as [SyntaxNode, SyntaxNode];
  const [one, other] = [labelsOf(text, left, world), labelsOf(text, right, world)];
  const operator = textOf(text, left.nextSibling!);
  if (operator === 'or') return world.either ? inOne(one, other) : inBoth(one, other);
  if (isScalar(left)) return other;
  const matching = ['and', 'unless'].includes(operator) || isScalar(right) ? null : node.getChild('MatchingModifierClause');
  return matching?.getChild('On') ? new Set(grouping(text, matching)) : one;
};

const called: Read = (text, node, world) => {
  const name = textOf(text, node.getChild('FunctionIdentifier')!);
  if (['vector', 'time', 'scalar'].includes(name)) return new Set();
  const parts = inside(node);
  const texts = parts.filter((part) => part.name === 'StringLiteral');
  const vector = parts.find((part) => part.name !== 'NumberDurationLiteral' && part.name !== 'StringLiteral');
  const kept = vector === undefined ? new Set<string>() : labelsOf(text, vector, world);
  return kept === undefined ? undefined : new Set([...kept, ...(name.startsWith('label_') ? [textOf(text, texts[0]!).slice(1, -1)] : [])]);
};

const readers: Readonly<Record<string, Read>> = {
  VectorSelector: (text, node, { recorded }) => {
    const name = node.getChild('Identifier');
    return name === null ? undefined : recorded.get(textOf(text, name));
  },
  AggregateExpr: aggregated,
  BinaryExpr: combined,
  FunctionCall: called,
};

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
  'every label in the text of an alert exists in the result of its query, configuration %i',
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
])('the result of %s has no label %s, and a text with this label is found', (expr, label) => {
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

test('a label in `with` may be on one side of an `or`, and any other must be on both', () => {
  const about = (text: string): readonly string[] =>
    gaps([{ alert: 'A', expr: 'sum by (a) (x) or sum by (b) (y)', labels: {}, annotations: { summary: text } }]);
  expect(about('{{ with $labels.a }}at {{ . }}{{ end }}')).toEqual([]);
  expect(about('{{ with $labels.c }}at {{ . }}{{ end }}')).toEqual(['A: c']);
  expect(about('{{ $labels.a }}')).toEqual(['A: a']);
});
