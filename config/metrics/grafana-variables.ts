/** Replaces Grafana's variables in PromQL, so that Prometheus' own grammar can read the expression. */

/**
 * Replaces Grafana's built-in durations (`[$__rate_interval]`, `offset ${__range}`) and numbers (`$__interval_ms`). A replacement is as long as its variable, so that
 * positions in the result are positions in the expression. Variables of a dashboard are inside strings and stay.
 */
export function withoutGrafanaVariables(expression: string): string {
  return expression.replaceAll(/\$(?:__\w+|\{__\w+\})/g, (variable) =>
    /_m?s\}?$/.test(variable) ? '1'.repeat(variable.length) : `${'1'.repeat(variable.length - 1)}s`,
  );
}
