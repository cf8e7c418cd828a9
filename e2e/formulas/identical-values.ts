/** Evaluates random inputs with our evaluation of the rules and with promtool, in portions. */
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Environment } from '../../config/environment';
import { Manifests } from '../platform/manifests';
import type { ScenarioContext } from '../runner/scenario';
import { evaluated } from './ours';
import { randomInputs } from './random-input';
import { differences, type Compared, type Rules } from './same-values';

interface Asked {
  readonly name: string;
  readonly environment: Environment;
  readonly seed: number;
  readonly count: number;
}

const portion = 25;

const ruleFile = z.object({
  groups: z.tuple([z.object({ rules: z.array(z.object({ record: z.string(), expr: z.string(), labels: z.record(z.string(), z.string()) })) })]),
});

/** The rules of the one workload; both evaluations read the generated file. */
function rulesOf(environment: Environment): Rules {
  const ruleFiles = Manifests.of(environment).configFiles(/^prometheus-rules-scaling-/);
  return { ruleFiles, rules: Object.values(ruleFiles).flatMap((text) => ruleFile.parse(parse(text)).groups[0].rules) };
}

/**
 * Reports how many values were compared, how many of each series, and which disturbances the inputs had.
 * @throws Error with promtool's output for the first portion in which a value differs, or if a wrong value is not reported
 */
export async function identicalValues(context: ScenarioContext, { name, environment, seed, count }: Asked): Promise<void> {
  const rules = rulesOf(environment);
  const values = new Map<string, number>(rules.rules.map(({ record }) => [record, 0]));
  const disturbances = new Map<string, number>();
  const add = (counts: Map<string, number>, key: string): unknown => counts.set(key, (counts.get(key) ?? 0) + 1);
  const folder = join(context.folder, name);
  for (let done = 0; done < count; done += portion) {
    const inputs = randomInputs(seed + done, Math.min(portion, count - done));
    const compared = inputs.map((input) => ({ input, recorded: evaluated(rules.rules, input) }));
    const told = await differences(folder, rules, compared);
    if (told !== undefined) throw new Error(`${name}, seed ${seed + done}: ${told}`);
    if (done === 0) await wrongValueIsTold(folder, rules, compared);
    for (const { input, recorded } of compared) {
      for (const { record } of recorded.flat()) add(values, record);
      for (const kind of input.disturbed) add(disturbances, kind);
    }
  }
  const never = [...values].filter(([, times]) => times === 0).map(([record]) => record);
  if (never.length > 0 && count >= portion) throw new Error(`every rule must record something in some input, received nothing of ${never.join(', ')}`);
  const total = [...values.values()].reduce((sum, times) => sum + times, 0);
  context.report(`${name}, seed ${seed}: ${count} inputs, ${total} values of ${values.size} series, each within 1e-9 of promtool's`);
  context.report(`disturbed: ${[...disturbances].map(([kind, times]) => `${kind} ${times}`).join(', ')}`);
  for (const [record, times] of values) context.report(`${String(times).padStart(8)}  ${record}`);
}

/** Checks that the comparison can fail: promtool must report a value that is off by a millionth, and a missing one. */
async function wrongValueIsTold(folder: string, rules: Rules, compared: readonly Compared[]): Promise<void> {
  const [first] = compared;
  const step = first?.recorded.findIndex((at) => at.some(({ value }) => Number.isFinite(value))) ?? -1;
  if (first === undefined || step < 0) throw new Error('the first input must record a number');
  const changed = (change: (value: number) => readonly number[]): Compared => ({
    ...first,
    recorded: first.recorded.map((at, index) => {
      const chosen = index === step ? at.findIndex(({ value }) => Number.isFinite(value)) : -1;
      return at.flatMap((one, place) => (place === chosen ? change(one.value).map((value) => ({ ...one, value })) : [one]));
    }),
  });
  for (const wrong of [changed((value) => [value + 1e-6 * Math.max(1, Math.abs(value))]), changed(() => [])])
    if ((await differences(folder, rules, [wrong])) === undefined) throw new Error('a wrong value must be told, received nothing');
}
