/** Tests the command as a function; `write-plans.test.ts` runs the program. */
import { appendFileSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Outcome } from '../../command-line/outcome';
import { recordPlan } from '../../stacks/plan';
import { planCommand } from '../../stacks/plan-command';
import { planText } from '../../stacks/plan-text';
import { environments } from '../fixtures/environments';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lyo-plans-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const run = (...args: readonly string[]): Promise<Outcome> => planCommand(args, { plans: folder, load: () => Promise.resolve({ environments, recordPlan }) });
const read = (file: string): string => readFileSync(join(folder, file), 'utf8');

test('writes the plans of all environments, and removes that of a removed one, but no other files', async () => {
  const { status, stdout } = await run();
  expect(status).toBe(0);
  expect(stdout).toMatch(/^dev {2}\d+ resources, written to .*dev\.yaml\nprod {2}\d+ resources, written to .*prod\.yaml\n$/);
  expect(readdirSync(folder).sort()).toEqual(['dev.yaml', 'prod.yaml']);
  for (const environment of environments) expect(read(`${environment.name}.yaml`)).toBe(planText(await recordPlan(environment)));
  copyFileSync(join(folder, 'dev.yaml'), join(folder, 'staging.yaml'));
  writeFileSync(join(folder, 'notes.yaml'), 'mine: true\n');
  expect(await run('--check')).toMatchObject({ status: 1, stderr: expect.stringMatching(/staging\.yaml is of no environment/) });
  expect((await run()).status).toBe(0);
  expect(readdirSync(folder).sort()).toEqual(['dev.yaml', 'notes.yaml', 'prod.yaml']);
});

test('with --check it accepts the committed plans, names those that differ or are missing, and writes nothing', async () => {
  await run();
  expect(await run('--check')).toEqual({ status: 0, stdout: expect.stringMatching(/^dev .*, as committed\nprod .*, as committed\n$/), stderr: '' });
  appendFileSync(join(folder, 'dev.yaml'), '# edited\n');
  rmSync(join(folder, 'prod.yaml'));
  const { status, stderr } = await run('--check');
  expect(status).toBe(1);
  expect(stderr).toMatch(/dev\.yaml must be generated again: run npm run plan.*\n.*prod\.yaml must be generated again/);
  expect(readdirSync(folder)).toEqual(['dev.yaml']);
  expect(read('dev.yaml')).toMatch(/# edited\n$/);
});

test('a missing output folder is created', async () => {
  expect((await run('--output', join(folder, 'a', 'b'))).status).toBe(0);
  expect(readdirSync(join(folder, 'a', 'b')).sort()).toEqual(['dev.yaml', 'prod.yaml']);
});

test('prints its usage, and refuses unknown options', async () => {
  expect(await run('--help')).toMatchObject({ status: 0, stdout: expect.stringContaining('npm run plan -- --check') });
  for (const args of [['--stack', 'dev'], ['--output'], ['dev'], ['--check=yes']]) {
    expect(await run(...args)).toMatchObject({ status: 2, stdout: '', stderr: expect.stringMatching(/^[^\n]+\n$/) });
  }
});

test('keeps the old plans if the new ones cannot be written or the configuration has a problem', async () => {
  writeFileSync(join(folder, 'dev.yaml'), 'old');
  const broken = { plans: folder, load: () => Promise.reject(new Error('dev.name: must be short')) };
  expect(await planCommand([], broken)).toEqual({ status: 1, stdout: '', stderr: 'dev.name: must be short\n' });
  mkdirSync(join(folder, 'prod.yaml', 'in-the-way'), { recursive: true });
  expect(await run()).toMatchObject({ status: 1, stderr: expect.stringMatching(/prod\.yaml must be a file that can be replaced/) });
  expect(readdirSync(folder).sort()).toEqual(['dev.yaml', 'prod.yaml']);
  expect(read('dev.yaml')).toBe('old');
});
