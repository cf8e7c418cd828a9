/** Many runs on one machine: the newest logs stay, and those of a run that goes on, however many runs began since. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogFolder } from '../../../e2e/runner/log-folder';

test('the logs of a run that still goes on are not removed, those of old runs that ended are', async () => {
  const root = mkdtempSync(join(tmpdir(), 'logs-'));
  const { pid: ended } = spawnSync(process.execPath, ['--version']);
  const named = (day: number, pid: number): string => `2026-01-${String(day).padStart(2, '0')}T00-00-00.000Z-${pid}`;
  const runs = [named(1, process.pid), ...Array.from({ length: 14 }, (_, index) => named(index + 2, ended))];
  for (const run of runs) mkdirSync(join(root, run));
  const folder = await createLogFolder(new Date('2026-02-01T00:00:00Z'), root);
  const left = readdirSync(root).sort();
  expect(left).toHaveLength(11);
  expect(left).toContain(runs[0]);
  expect(left).not.toContain(runs[1]);
  expect(folder.endsWith(`-${process.pid}`)).toBe(true);
  rmSync(root, { recursive: true });
});
