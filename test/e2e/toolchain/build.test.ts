import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { binaryOf, build } from '../../../e2e/toolchain/build';

const cache = mkdtempSync(join(tmpdir(), 'lyo-cache-'));
const original = { ...process.env };

beforeEach(() => (process.env['LYO_CACHE'] = cache));
afterEach(() => (process.env = { ...original }));
afterAll(() => rmSync(cache, { recursive: true }));

test('for a program that is not built, the error says what to do', () => {
  expect(() => binaryOf('kwok')).toThrow('kwok is not built; run "npm run e2e -- --build-only" first');
});

test('without Go the error says what to install', async () => {
  process.env['PATH'] = cache;
  await expect(build(['kwok'], () => undefined)).rejects.toThrow('the program "go" does not run');
});
