/** Compares promtool's recorded values with ours at every evaluation of an input. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { Recorded, Rule } from '../../simulator/formulas/recorded';
import { inputSeries, labelsText } from '../prometheus/promtool-series';
import { promtool } from '../rules/rule-run';
import { STEP_SECONDS } from '../rules/series';
import { asSeries, oursOf } from './ours';
import type { RandomInput } from './random-input';

/** Relative tolerance, absolute for values below 1. */
const tolerance = 1e-9;
const labels = 'namespace, deployment, cause';

export interface Compared {
  readonly input: RandomInput;
  readonly recorded: readonly (readonly Recorded[])[];
}

export interface Rules {
  /** Rule files for Prometheus. */
  readonly ruleFiles: Readonly<Record<string, string>>;
  readonly rules: readonly Rule[];
}

/** @returns promtool's output about values that differ or that only one side has; `undefined` if there are none */
export async function differences(folder: string, { ruleFiles, rules }: Rules, compared: readonly Compared[]): Promise<string | undefined> {
  await mkdir(folder, { recursive: true });
  await Promise.all(Object.entries(ruleFiles).map(([name, text]) => writeFile(join(folder, name), text)));
  const records = [...new Set(rules.map(({ record }) => record))];
  const tests = {
    rule_files: Object.keys(ruleFiles),
    evaluation_interval: `${STEP_SECONDS}s`,
    tests: compared.map(({ input, recorded }, index) => ({
      name: `input ${index}`,
      interval: `${STEP_SECONDS}s`,
      input_series: [...input.series, ...asSeries(recorded)].map(inputSeries),
      promql_expr_test: records.flatMap((record) => checksOf(record, { input, recorded }).map((check) => test(check, input.steps))),
    })),
  };
  await writeFile(join(folder, 'tests.yaml'), stringify(tests, { lineWidth: 0, aliasDuplicateObjects: false }));
  return promtool(folder, ['test', 'rules', 'tests.yaml']);
}

type Check = readonly [expr: string, samples: readonly { readonly labels: string; readonly value: number }[]];

/** Tests that both record the same series at the same steps, and that each number is within the tolerance. */
function checksOf(record: string, { recorded, input }: Compared): readonly Check[] {
  const range = `${input.steps * STEP_SECONDS}s`;
  const own = recorded.flat().filter((one) => one.record === record);
  const counted = (counts: (one: Recorded) => boolean): Check[1] => {
    const byLabels = new Map<string, number>();
    for (const one of own) if (counts(one)) byLabels.set(labelsText(one.labels), (byLabels.get(labelsText(one.labels)) ?? 0) + 1);
    return [...byLabels].map(([labels, value]) => ({ labels, value }));
  };
  const ours = oursOf(record);
  const near = `abs(${record} - on (${labels}) ${ours}) <= on (${labels}) ${tolerance} * clamp_min(abs(${ours}), 1)`;
  const overTime = (expression: string): string => `count_over_time((${expression})[${range}:${STEP_SECONDS}s])`;
  const special: readonly Check[] = [
    [overTime(`${record} != ${record} and on (${labels}) ${ours} != ${ours}`), counted(({ value }) => Number.isNaN(value))],
    [overTime(`abs(${record}) == +Inf and on (${labels}) ${record} == on (${labels}) ${ours}`), counted(({ value }) => Math.abs(value) === Infinity)],
  ];
  return [
    [`count_over_time(${record}[${range}])`, counted(() => true)],
    ...(own.length === 0 ? [] : ([[overTime(near), counted(({ value }) => Number.isFinite(value))]] as const)),
    ...(own.every(({ value }) => Number.isFinite(value)) ? [] : special),
  ];
}

function test([expr, samples]: Check, steps: number): object {
  return { expr, eval_time: `${(steps - 1) * STEP_SECONDS}s`, exp_samples: samples };
}
