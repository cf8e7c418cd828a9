/** Selectors of PromQL as conditions on labels. */
import type { SyntaxNode } from '@lezer/common';
import type { LabelCondition, Selection } from './stored-series';

/** @throws Error for a selector without a name */
export function selectionOf(text: string, node: SyntaxNode): Selection {
  const of = (found: SyntaxNode | null): string => (found === null ? '' : text.slice(found.from, found.to));
  const name = of(node.getChild('Identifier'));
  if (name === '') throw new Error(`a selector must begin with a name, received ${of(node)}`);
  const matchers = node.getChild('LabelMatchers')?.getChildren('UnquotedLabelMatcher') ?? [];
  return {
    name,
    conditions: matchers.map((matcher) =>
      conditionOf(of(matcher.getChild('LabelName')), of(matcher.getChild('MatchOp')), String(JSON.parse(of(matcher.getChild('StringLiteral'))))),
    ),
  };
}

/** A condition of a selector; regular expressions are anchored at both ends. */
function conditionOf(label: string, operator: string, value: string): LabelCondition {
  if (operator === '=') return { label, holds: (found) => found === value };
  if (operator === '!=') return { label, holds: (found) => found !== value };
  const pattern = new RegExp(`^(?:${value})$`, 's');
  return { label, holds: (found) => pattern.test(found) === (operator === '=~') };
}
