/** Building blocks of PromQL expressions, which are strings. They keep selectors and the handling of empty results uniform. */

/** `=` equals, `=~` and `!~` match a regular expression anchored at both ends. */
export type Matcher = readonly [label: string, operator: '=' | '!=' | '=~' | '!~', value: string];

/** `name{label="value",…}`, with the values quoted for PromQL. */
export function selector(name: string, matchers: readonly Matcher[]): string {
  return `${name}{${matchers.map(([label, operator, value]) => `${label}${operator}${JSON.stringify(value)}`).join(',')}}`;
}

/**
 * An expression that is 0 where it has no result, and has no result where its value is NaN.
 * The Prometheus adapter would serve NaN as 0, so that a broken source would look like no load.
 */
export function zeroWhenAbsent(expression: string): string {
  return `((${expression}) or vector(0)) >= 0`;
}

/**
 * Growth of counters over a range. The first value of a new series counts in full: `increase` sees growth only between two samples, and a counter of failures often
 * starts to exist with the first failure.
 * @param series a selector
 * @param range a duration such as `300s`
 */
export function grown(series: string, range: string): string {
  return `(increase(${series}[${range}]) > 0 or (${series} > 0 unless ${series} offset ${range}))`;
}

/** A number for PromQL without the rounding error of binary fractions: 14.4 · 0.001 → 0.0144. */
export function plain(value: number): string {
  return String(Number(value.toPrecision(12)));
}
