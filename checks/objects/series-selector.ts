/** PromQL selectors, as far as adapter rules and recording rules use them: `name{label="value",other=~"a|b"}`. */
export interface SeriesSelector {
  readonly name?: string;
  readonly matchers: readonly LabelMatcher[];
}

export interface LabelMatcher {
  readonly label: string;
  readonly operator: string;
  readonly value: string;
}

const selectorPattern = /^\s*([a-zA-Z_:][\w:]*)?\s*(?:\{(.*)\})?\s*$/s;
const matcherPattern = /([a-zA-Z_]\w*)\s*(=~|!~|!=|=)\s*"((?:[^"\\]|\\.)*)"/g;

/** undefined for text that is not a selector. */
export function parseSelector(text: string): SeriesSelector | undefined {
  const match = selectorPattern.exec(text);
  if (match === null) return undefined;
  return { name: match[1], matchers: parseMatchers(match[2] ?? '') };
}

export function parseMatchers(text: string): readonly LabelMatcher[] {
  return [...text.matchAll(matcherPattern)].map(([, label = '', operator = '', value = '']) => ({ label, operator, value: value.replaceAll(/\\(.)/g, '$1') }));
}

/** Whether a label with this value passes; regular expressions are anchored at both ends, as in Prometheus. */
export function passes({ operator, value: wanted }: LabelMatcher, value: string): boolean {
  const equal = operator.endsWith('~') ? (regularExpression(`^(?:${wanted})$`)?.test(value) ?? false) : value === wanted;
  return operator.startsWith('!') ? !equal : equal;
}

/** undefined for a pattern that does not compile. */
export function regularExpression(pattern: string): RegExp | undefined {
  try {
    return new RegExp(pattern);
  } catch {
    return undefined;
  }
}
