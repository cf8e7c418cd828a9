/** Alert cases as a file that `promtool test rules` runs. */
import { stringify } from 'yaml';
import { comparedLabels, type AlertCase, type FiringAlert } from './alert-case';
import type { TimedSeries } from './timed-series';

export interface AlertTests {
  readonly cases: readonly AlertCase[];
  /** Names of the rule files, relative to the test file. */
  readonly ruleFiles: readonly string[];
  /** Seconds between two evaluations and two samples. */
  readonly step: number;
}

export function alertTests({ cases, ruleFiles, step }: AlertTests): string {
  return stringify(
    {
      rule_files: ruleFiles,
      evaluation_interval: `${step}s`,
      tests: cases.map(({ title, series, expect }) => ({
        name: title,
        interval: `${step}s`,
        input_series: series.map((one) => ({ series: seriesText(one), values: valuesText(one) })),
        promql_expr_test: expect.map(({ at, firing }) => ({
          expr: `count by (${comparedLabels.join(', ')}) (ALERTS{alertstate="firing"})`,
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

function seriesText({ name, labels }: TimedSeries): string {
  return `${name}${labelsText(labels)}`;
}

function labelsText(labels: Readonly<Record<string, string | undefined>>): string {
  return `{${Object.entries(labels)
    .filter(([, value]) => value !== undefined)
    .map(([label, value]) => `${label}=${JSON.stringify(value)}`)
    .join(',')}}`;
}

/** Equal values in a row are written once: `3x99` is a hundred threes. */
function valuesText({ values }: TimedSeries): string {
  const runs: { readonly value: number | undefined; count: number }[] = [];
  for (const value of values) {
    const last = runs.at(-1);
    if (last !== undefined && last.value === value) last.count += 1;
    else runs.push({ value, count: 1 });
  }
  return runs.map(({ value, count }) => (value === undefined ? `_x${count}` : `${value}x${count - 1}`)).join(' ');
}
