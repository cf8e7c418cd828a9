/** Grafana's variables in PromQL, for whoever reads an expression by Prometheus' own grammar, which does not know them. */

/**
 * What Grafana would put in place of its built-in durations (`[$__rate_interval]`, `offset ${__range}`) and numbers (`$__interval_ms`). What stands for a variable is as
 * long as it, so that a position in the result is a position in the expression. Variables of a dashboard stand inside texts and stay.
 */
export function withoutGrafanaVariables(expression: string): string {
  return expression.replaceAll(/\$(?:__\w+|\{__\w+\})/g, (variable) =>
    /_m?s\}?$/.test(variable) ? '1'.repeat(variable.length) : `${'1'.repeat(variable.length - 1)}s`,
  );
}
