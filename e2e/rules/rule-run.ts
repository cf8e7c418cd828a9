/** Runs rule cases with promtool, in a folder of their own. */
import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { binaryOf } from '../toolchain/build';
import { promtoolTests } from './promtool';
import type { RuleCase } from './rule-case';

const ruleFile = z.object({ groups: z.array(z.object({ rules: z.array(z.object({ record: z.string() })) })) });

/** Names of everything that the rule files record. */
export function recordedNames(rules: Readonly<Record<string, string>>): readonly string[] {
  return Object.values(rules).flatMap((text) => ruleFile.parse(parse(text)).groups.flatMap((group) => group.rules.map(({ record }) => record)));
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
