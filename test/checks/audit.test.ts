import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { recordPlan } from '../../stacks/plan';
import { planText } from '../../stacks/plan-text';
import { environments } from '../fixtures/environments';
import { ProjectCopy, type Run } from '../project-copy';

const folder = mkdtempSync(join(tmpdir(), 'lyo-audit-'));
const project = new ProjectCopy();
project.writeManifests();
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
  project.remove();
});

const run = (...args: readonly string[]): Run => project.run('checks/audit.ts', ['--output', join(folder, 'out'), ...args]);

test('explains itself', () => {
  const { status, stdout } = run('--help');
  expect([status, stdout]).toEqual([0, expect.stringContaining('npm run audit -- --env <name>')]);
});

test('refuses an environment that is not there', () => {
  const { status, stderr } = run('--env', 'staging');
  expect([status, stderr]).toEqual([1, '--env must be one of dev, prod, received staging\n']);
});

test('writes the reports and ends with 1 when a control fails', async () => {
  const prod = environments.find(({ name }) => name === 'prod');
  if (prod === undefined) throw new Error('there must be a prod');
  const plan = planText(await recordPlan(prod)).replace('enablePrivateNodes: true', 'enablePrivateNodes: false');
  writeFileSync(join(folder, 'prod.yaml'), plan);
  const { status, stdout } = run('--env', 'prod', '--plans', folder);
  expect(status).toBe(1);
  expect(stdout).toContain('! Cluster lyo-prod: privateClusterConfig.enablePrivateNodes must be true');
  expect(readFileSync(join(folder, 'out/prod.md'), 'utf8')).toContain('| 5.6.5 | 1 | **fail** |');
  expect(readFileSync(join(folder, 'out/prod.html'), 'utf8')).toContain('<span class="status fail">fail</span>');
});
