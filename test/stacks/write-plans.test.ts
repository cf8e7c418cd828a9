import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { recordPlan } from '../../stacks/plan';
import { planText } from '../../stacks/plan-text';
import { environments } from '../fixtures/environments';
import { ProjectCopy, type Run } from '../project-copy';

const project = new ProjectCopy();
afterAll(() => project.remove());
const run = (...options: readonly string[]): Run => project.run('stacks/write-plans.ts', options);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lyo-plans-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

test('writes the plans of all environments as the program declares them, and removes that of one which is no longer there, but no file of somebody else', async () => {
  const { status, stdout } = run('--output', folder);
  expect(status).toBe(0);
  expect(stdout).toMatch(/dev {2}\d+ resources, written to .*dev\.yaml\nprod {2}\d+ resources/);
  expect(readdirSync(folder).sort()).toEqual(['dev.yaml', 'prod.yaml']);
  for (const environment of environments) {
    expect(readFileSync(join(folder, `${environment.name}.yaml`), 'utf8')).toBe(planText(await recordPlan(environment)));
  }
  writeFileSync(join(folder, 'staging.yaml'), readFileSync(join(folder, 'dev.yaml')));
  writeFileSync(join(folder, 'notes.yaml'), 'mine: true\n');
  expect(run('--check', '--output', folder)).toMatchObject({ status: 1, stderr: expect.stringMatching(/staging\.yaml is of no environment/) });
  expect(run('--output', folder).status).toBe(0);
  expect(readdirSync(folder).sort()).toEqual(['dev.yaml', 'notes.yaml', 'prod.yaml']);
});

test('with --check it accepts what is committed, names what differs or is missing, and writes nothing', () => {
  expect(run().status).toBe(0);
  expect(run('--check')).toMatchObject({ status: 0, stderr: '' });
  writeFileSync(join(folder, 'dev.yaml'), project.read('plans/dev.yaml'));
  appendFileSync(join(folder, 'dev.yaml'), '# edited\n');
  const { status, stderr } = run('--check', '--output', folder);
  expect(status).toBe(1);
  expect(stderr).toMatch(/dev\.yaml must be generated again: run npm run plan.*\n.*prod\.yaml must be generated again/);
  expect(readdirSync(folder)).toEqual(['dev.yaml']);
});

test('explains itself, and refuses an option that it does not know', () => {
  expect(run('--help')).toMatchObject({ status: 0, stdout: expect.stringContaining('npm run plan -- --check') });
  expect(run('--stack', 'dev')).toMatchObject({ status: 2, stderr: expect.stringContaining("Unknown option '--stack'") });
});

test('keeps the old plans when the new ones cannot take their place', () => {
  mkdirSync(join(folder, 'prod.yaml', 'in-the-way'), { recursive: true });
  writeFileSync(join(folder, 'dev.yaml'), 'old');
  expect(run('--output', folder).status).toBe(1);
  expect(readFileSync(join(folder, 'dev.yaml'), 'utf8')).toBe('old');
});

test('a stack that is no environment is refused by name', () => {
  const { status, stderr } = project.run('test/stacks/exported-outputs.ts', ['staging']);
  expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringMatching(/^stack must be one of dev, prod, received staging\n/) });
});
