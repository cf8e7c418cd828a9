/** Compares the decisions of Kubernetes' controller and of our autoscaler for the same cases. */
import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { answerCase } from '../../simulator/hpa/answer-case';
import { hpaCase, type HpaCaseSource } from '../../simulator/hpa/hpa-case';
import { binaryOf } from '../toolchain/build';

/** What the controller did (e2e/components/kubernetes/hpa-oracle/case.go, `Answer`). */
const oracleAnswer = z.object({
  id: z.string(),
  replicas: z.array(z.tuple([z.number(), z.number()])),
  conditions: z.array(z.object({ t: z.number(), conditions: z.array(z.string()) })).default([]),
  invalid: z.array(z.string()).optional(),
});
export type OracleAnswer = z.infer<typeof oracleAnswer>;

/** Folder of the controller's coverage counters (e2e/hpa-oracle/reached-code.ts). */
export function countersFolder(folder: string): string {
  return join(folder, 'reached');
}

export async function askController(cases: readonly HpaCaseSource[], folder: string): Promise<readonly OracleAnswer[]> {
  const [questions, answers] = [join(folder, 'cases.jsonl'), join(folder, 'answers.jsonl')];
  writeFileSync(questions, cases.map((one) => `${JSON.stringify(one)}\n`).join(''));
  const env = { ...process.env, GOCOVERDIR: countersFolder(folder) };
  mkdirSync(env.GOCOVERDIR, { recursive: true });
  await promisify(execFile)(binaryOf('hpa-oracle'), ['-cases', questions, '-answers', answers], { maxBuffer: 1 << 26, env });
  return readFileSync(answers, 'utf8')
    .trim()
    .split('\n')
    .map((line) => oracleAnswer.parse(JSON.parse(line)));
}

export interface Comparison {
  readonly cases: number;
  readonly syncs: number;
  /** Changes of replicas that the controller wrote. */
  readonly changes: number;
  /** Changes of its conditions. */
  readonly conditions: number;
  /** Number of times that each condition was reached. */
  readonly reached: ReadonlyMap<string, number>;
  /** One line for each case that is not identical. */
  readonly differences: readonly string[];
}

export async function compare(cases: readonly HpaCaseSource[], folder: string): Promise<Comparison> {
  const theirs = await askController(cases, folder);
  const reached = new Map<string, number>();
  for (const line of theirs.flatMap(({ conditions }) => conditions.flatMap((seen) => seen.conditions))) reached.set(line, (reached.get(line) ?? 0) + 1);
  return {
    cases: cases.length,
    syncs: cases.reduce((sum, { until, syncSeconds }) => sum + Math.floor(until / syncSeconds), 0),
    changes: theirs.reduce((sum, { replicas }) => sum + replicas.length, 0),
    conditions: theirs.reduce((sum, { conditions }) => sum + conditions.length, 0),
    reached,
    differences: cases.flatMap((one, index) => difference(one, theirs[index])),
  };
}

function difference(one: HpaCaseSource, theirs: OracleAnswer | undefined): readonly string[] {
  if (theirs?.invalid !== undefined) return [`${one.id}: the API server refuses the spec: ${theirs.invalid.join('; ')}`];
  const { replicas, conditions } = answerCase(hpaCase.parse(one));
  const ours = JSON.stringify({ replicas, conditions });
  const expected = JSON.stringify({ replicas: theirs?.replicas, conditions: theirs?.conditions });
  return ours === expected ? [] : [`${one.id}: the controller ${firstDifference(expected, ours)}`];
}

function firstDifference(expected: string, ours: string): string {
  let index = 0;
  while (index < expected.length && expected[index] === ours[index]) index += 1;
  const around = (text: string): string => text.slice(Math.max(0, index - 120), index + 120);
  return `…${around(expected)}…, we …${around(ours)}…`;
}
