import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { componentNamed } from '../../../e2e/toolchain/components';
import { withLackingFiles } from '../../../e2e/toolchain/completed-module';

const cache = mkdtempSync(join(tmpdir(), 'lyo-cache-'));
const original = { ...process.env };

beforeEach(() => (process.env['LYO_CACHE'] = cache));
afterEach(() => (process.env = { ...original }));
afterAll(() => rmSync(cache, { recursive: true }));

test('without Go nothing is built and nothing is left behind', async () => {
  process.env['PATH'] = cache;
  const build = jest.fn();
  const lacks = { module: 'example.com/module', files: { 'file.txt': 'text' } };
  await expect(withLackingFiles('alertmanager', lacks, build)).rejects.toThrow('the program "go" does not run');
  expect(build).not.toHaveBeenCalled();
  expect(existsSync(join(cache, 'bin', `alertmanager.${process.pid}.source`))).toBe(false);
});

test("a component is completed with modules of its family, so that the family's checksums cover them", () => {
  const goMod = readFileSync(join(__dirname, '../../../e2e/components/alertmanager/go.mod'), 'utf8');
  expect(goMod).toMatch(new RegExp(`^\\s*${String(componentNamed('alertmanager').lacks?.module)} v\\d`, 'm'));
});
