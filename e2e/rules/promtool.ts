/** Rule cases as a file that `promtool test rules` runs. */
import { stringify } from 'yaml';
import { inputSeries, labelsText } from '../prometheus/promtool-series';
import type { Expectation, RuleCase } from './rule-case';
import { STEP_SECONDS, workload } from './series';

/** @param ruleFiles names of the rule files, relative to the test file */
export function promtoolTests(cases: readonly RuleCase[], ruleFiles: readonly string[]): string {
  return stringify(
    {
      rule_files: ruleFiles,
      evaluation_interval: `${STEP_SECONDS}s`,
      tests: cases.map(({ title, series, expect }) => ({
        name: title,
        interval: `${STEP_SECONDS}s`,
        input_series: series.map(inputSeries),
        promql_expr_test: expect.map(expectation),
      })),
    },
    { lineWidth: 0 },
  );
}

function expectation({ record, at, value, labels: more = {} }: Expectation): object {
  const labels = labelsText(workload);
  // absent series must be absent, so all results of the expression are compared; they are rounded only to remove binary fractions
  return {
    expr: `round(${record}${labels}, 0.0001)`,
    eval_time: `${at}s`,
    exp_samples: value === 'absent' ? [] : [{ labels: labelsText({ ...workload, ...more }), value }],
  };
}
