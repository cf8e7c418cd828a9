/** Alert cases as a file that `promtool test rules` runs. */
import { stringify } from 'yaml';
import { inputSeries, labelsText } from '../prometheus/promtool-series';
import { comparedLabels, type AlertCase, type FiringAlert } from './alert-case';

export interface AlertTests {
  readonly cases: readonly AlertCase[];
  /** Names of the rule files, relative to the test file. */
  readonly ruleFiles: readonly string[];
  /** Seconds between two evaluations and two samples. */
  readonly step: number;
  /** States of the alerts that are compared. @default - firing */
  readonly states?: 'firing' | 'pending|firing';
}

export function alertTests({ cases, ruleFiles, step, states = 'firing' }: AlertTests): string {
  return stringify(
    {
      rule_files: ruleFiles,
      evaluation_interval: `${step}s`,
      tests: cases.map(({ title, series, expect }) => ({
        name: title,
        interval: `${step}s`,
        input_series: series.map(inputSeries),
        promql_expr_test: expect.map(({ at, firing }) => ({
          expr: `count by (${comparedLabels.join(', ')}) (ALERTS{alertstate=~"${states}"})`,
          eval_time: `${at}s`,
          exp_samples: counted([{ alertname: 'Deadman' }, ...firing]),
        })),
      })),
    },
    { lineWidth: 0 },
  );
}

function counted(alerts: readonly FiringAlert[]): readonly { readonly labels: string; readonly value: number }[] {
  const texts = alerts.map(labelsText);
  return [...new Set(texts)].map((labels) => ({ labels, value: texts.filter((text) => text === labels).length }));
}
