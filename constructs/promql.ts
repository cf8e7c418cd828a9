/** The few pieces of PromQL that every rule is made of. An expression is a string; these keep selectors and empty results uniform. */

/** `=` equals, `=~` and `!~` match a regular expression anchored at both ends. */
export type Matcher = readonly [label: string, operator: '=' | '!=' | '=~' | '!~', value: string];

/** `name{label="value",…}` with the value quoted as PromQL wants it. */
export function selector(name: string, matchers: readonly Matcher[]): string {
  return `${name}{${matchers.map(([label, operator, value]) => `${label}${operator}${JSON.stringify(value)}`).join(',')}}`;
}

/**
 * An expression that is 0 where it has no result, and nothing where its result is not a number.
 * NaN must not pass: the Prometheus adapter would serve it as 0, and a broken source would look like no load.
 */
export function zeroWhenAbsent(expression: string): string {
  return `((${expression}) or vector(0)) >= 0`;
}

/**
 * How much counters grew. The first value of a new series counts whole: `increase` sees growth only between two samples, and a counter of failures often
 * begins with the first failure.
 * @param series a selector
 * @param range a duration such as `300s`
 */
export function grown(series: string, range: string): string {
  return `(increase(${series}[${range}]) > 0 or (${series} > 0 unless ${series} offset ${range}))`;
}

/** A share as PromQL reads it, without the noise of binary fractions: 14.4 · 0.001 → 0.0144. */
export function plain(value: number): string {
  return String(Number(value.toPrecision(12)));
}
