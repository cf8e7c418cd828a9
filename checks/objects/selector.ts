import { z } from 'zod';
import { listOf, textMap, texts } from './shape';

/** A label selector; an empty one selects everything. */
export const labelSelector = z.object({
  matchLabels: textMap,
  matchExpressions: listOf(z.object({ key: z.string(), operator: z.enum(['In', 'NotIn', 'Exists', 'DoesNotExist']), values: texts })),
});
export type LabelSelector = z.infer<typeof labelSelector>;

type Labels = Readonly<Record<string, string>>;
type Expression = LabelSelector['matchExpressions'][number];

export function selects({ matchLabels, matchExpressions }: LabelSelector, labels: Labels): boolean {
  return containsAll(labels, matchLabels) && matchExpressions.every((expression) => holds(expression, labels));
}

function containsAll(labels: Labels, wanted: Labels): boolean {
  return Object.entries(wanted).every(([key, value]) => labels[key] === value);
}

export function isEmpty({ matchLabels, matchExpressions }: LabelSelector): boolean {
  return Object.keys(matchLabels).length === 0 && matchExpressions.length === 0;
}

/** Canonical text of a selector, independent of the order of its keys: `app=api,tier In (a,b)`. */
export function selectorText({ matchLabels, matchExpressions }: LabelSelector): string {
  const expressions = matchExpressions.map(({ key, operator, values }) => `${key} ${operator}${values.length > 0 ? ` (${[...values].sort().join(',')})` : ''}`);
  return [labelsText(matchLabels), ...expressions.sort()].filter((part) => part !== '').join(',') || '(everything)';
}

export function labelsText(labels: Labels): string {
  return Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .sort()
    .join(',');
}

function holds({ key, operator, values }: Expression, labels: Labels): boolean {
  const value = labels[key];
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
  }
}
