/** A selector of series: `name{label="value",other=~"a|b"}`. */
export interface SeriesSelector {
  readonly name?: string;
  readonly matchers: readonly LabelMatcher[];
}

export interface LabelMatcher {
  readonly label: string;
  readonly operator: string;
  readonly value: string;
}

/** Whether a label's value matches; regular expressions are anchored at both ends, as in Prometheus. */
export function passes({ operator, value: wanted }: LabelMatcher, value: string): boolean {
  const equal = operator.endsWith('~') ? (regularExpression(`^(?:${wanted})$`)?.test(value) ?? false) : value === wanted;
  return operator.startsWith('!') ? !equal : equal;
}

/** The compiled pattern, anchored at both ends; undefined for a pattern that does not compile. */
export function regularExpression(pattern: string): RegExp | undefined {
  try {
    return new RegExp(pattern);
  } catch {
    return undefined;
  }
}
