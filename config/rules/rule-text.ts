/** Texts for the rules that zod checks by itself. Each completes the sentence `<path>: …, received <value>`. Rules of formats have their text where they are declared. */
import type { z } from 'zod';

const nouns: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  object: 'an object',
  record: 'an object',
  array: 'a list',
};

/** @returns undefined for an issue that has no text here; zod's own text is shown then */
export function ruleText(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${nouns[issue.expected] ?? issue.expected}`;
    case 'too_small':
      return bound(issue.origin, issue.inclusive === false ? 'greater than' : 'at least', issue.minimum);
    case 'too_big':
      return bound(issue.origin, issue.inclusive === false ? 'less than' : 'at most', issue.maximum);
    case 'invalid_union':
      return Array.isArray(issue.options) ? oneOf(issue.options) : undefined;
    case 'invalid_value':
      return oneOf(issue.values);
    default:
      return undefined;
  }
}

function bound(origin: string, relation: string, limit: number | bigint): string {
  const counted = origin === 'array' ? 'item' : origin === 'string' ? 'character' : undefined;
  if (counted === undefined) return `must be ${relation} ${limit}`;
  if (origin === 'string' && relation === 'at least' && BigInt(limit) === 1n) return 'must not be empty';
  return `must have ${relation} ${limit} ${counted}${BigInt(limit) === 1n ? '' : 's'}`;
}

function oneOf(values: readonly unknown[]): string {
  return `must be ${values.length > 1 ? 'one of ' : ''}${values.map((value) => JSON.stringify(value)).join(', ')}`;
}
