/** Runs rule cases with promtool, in a folder of their own. */
import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { binaryOf } from '../toolchain/build';
import { promtoolTests } from './promtool';
import type { RuleCase } from './rule-case';

const ruleFile = z.object({ groups: z.array(z.object({ rules: z.array(z.object({ record: z.string(), expr: z.string() })) })) });

/** Names of everything that the rule files record. */
export function recordedNames(rules: Readonly<Record<string, string>>): readonly string[] {
  return rulesIn(rules).map(({ record }) => record);
}

function rulesIn(rules: Readonly<Record<string, string>>): readonly { readonly record: string; readonly expr: string }[] {
  return Object.values(rules).flatMap((text) => ruleFile.parse(parse(text)).groups.flatMap((group) => group.rules));
}

/** Cases in one run of promtool while a fault is looked for. */
const together = 6;

/** Whether some case fails with the changed rules. Cases that expect a changed series run first, and the first failure ends the search. */
export async function faultIsFound(
  folder: string,
  sound: Readonly<Record<string, string>>,
  faulty: Readonly<Record<string, string>>,
  cases: readonly RuleCase[],
): Promise<boolean> {
  const before = new Set(rulesIn(sound).map(({ record, expr }) => `${record} ${expr}`));
  const changed = new Set(rulesIn(faulty).flatMap(({ record, expr }) => (before.has(`${record} ${expr}`) ? [] : [record])));
  const near = ({ expect }: RuleCase): boolean => expect.some(({ record }) => changed.has(record));
  const ordered = [...cases.filter(near), ...cases.filter((one) => !near(one))];
  for (let index = 0; index < ordered.length; index += together) {
    if ((await rulesFailure(join(folder, String(index)), faulty, ordered.slice(index, index + together))) !== undefined) return true;
  }
  return false;
}

/**
 * What promtool says of the rules; `undefined` when every case holds.
 * @param rules text by file name
 */
export async function rulesFailure(folder: string, rules: Readonly<Record<string, string>>, cases: readonly RuleCase[]): Promise<string | undefined> {
  await mkdir(folder, { recursive: true });
  await Promise.all(Object.entries(rules).map(([name, text]) => writeFile(join(folder, name), text)));
  await writeFile(join(folder, 'tests.yaml'), promtoolTests(cases, Object.keys(rules)));
  const check = await promtool(folder, ['check', 'rules', '--lint=all', '--lint-fatal', ...Object.keys(rules)]);
  return check ?? promtool(folder, ['test', 'rules', 'tests.yaml']);
}

/** Runs promtool in a folder. @returns what it says when it fails */
export function promtool(cwd: string, args: readonly string[]): Promise<string | undefined> {
  return new Promise((resolve) => {
    execFile(binaryOf('promtool'), args, { cwd, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) =>
      resolve(error === null ? undefined : `${stdout}${stderr}`),
    );
  });
}
