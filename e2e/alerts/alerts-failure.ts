import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promtool } from '../rules/rule-run';
import type { AlertCase } from './alert-case';
import { alertTests } from './alert-tests';
import { twoHours } from './world';

/** Runs the cases, each of two hours, with promtool. @param rules texts of rule files by their names @returns promtool's output; `undefined` if all are as expected */
export async function alertsFailure(folder: string, rules: Readonly<Record<string, string>>, cases: readonly AlertCase[]): Promise<string | undefined> {
  await mkdir(folder, { recursive: true });
  await Promise.all(Object.entries(rules).map(([file, text]) => writeFile(join(folder, file), text)));
  await writeFile(join(folder, 'tests.yaml'), alertTests({ cases, ruleFiles: Object.keys(rules), step: twoHours.step }));
  return promtool(folder, ['test', 'rules', 'tests.yaml']);
}
