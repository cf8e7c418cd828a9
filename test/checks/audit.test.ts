import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folder = mkdtempSync(join(tmpdir(), 'lyo-audit-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(...args: readonly string[]): { readonly status: number | null; readonly stdout: string; readonly stderr: string } {
  return spawnSync(process.execPath, ['--import', 'tsx', 'checks/audit.ts', '--output', join(folder, 'out'), ...args], { encoding: 'utf8' });
}

test('explains itself', () => {
  const { status, stdout } = run('--help');
  expect([status, stdout]).toEqual([0, expect.stringContaining('npm run audit -- --env <name>')]);
});

test('refuses an environment that is not there', () => {
  const { status, stderr } = run('--env', 'staging');
  expect([status, stderr]).toEqual([1, '--env must be one of dev, prod, received staging\n']);
});

test('writes the reports and ends with 1 when a control fails', () => {
  const plan = readFileSync('plans/prod.yaml', 'utf8').replace('enablePrivateNodes: true', 'enablePrivateNodes: false');
  writeFileSync(join(folder, 'prod.yaml'), plan);
  const { status, stdout } = run('--env', 'prod', '--plans', folder);
  expect(status).toBe(1);
  expect(stdout).toContain('! Cluster lyo-prod: privateClusterConfig.enablePrivateNodes must be true');
  expect(readFileSync(join(folder, 'out/prod.md'), 'utf8')).toContain('| 5.6.5 | 1 | **fail** |');
  expect(readFileSync(join(folder, 'out/prod.html'), 'utf8')).toContain('<span class="status fail">fail</span>');
});
