import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { discoverScenarios } from '../../../e2e/runner/discover-scenarios';

const folder = mkdtempSync(join(tmpdir(), 'lyo-scenarios-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('every scenario of the project loads', async () => {
  const names = (await discoverScenarios()).map(({ name }) => name);
  expect(names).toContain('control-plane');
  expect(names).toEqual([...names].sort());
});

test('a file without a scenario is refused', async () => {
  writeFileSync(join(folder, 'empty.ts'), 'export const other = 1;');
  await expect(discoverScenarios(folder)).rejects.toThrow('empty.ts must export "scenario"');
});

test('a scenario that is not named like its file is refused', async () => {
  rmSync(join(folder, 'empty.ts'));
  writeFileSync(join(folder, 'one.ts'), `export const scenario = { name: 'two', title: 'Two', tags: ['full'], run: () => Promise.resolve() };`);
  await expect(discoverScenarios(folder)).rejects.toThrow('scenario.name must be "one", got "two"');
});
