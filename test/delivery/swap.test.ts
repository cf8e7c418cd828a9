import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { folderBeside, swap } from '../../delivery/swap';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lyo-swap-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

function written(content: string): string {
  const beside = folderBeside(join(folder, 'manifests'));
  writeFileSync(join(beside, 'file.yaml'), content);
  return beside;
}

test('the first content takes the place of nothing', () => {
  swap(written('first'), join(folder, 'manifests'));
  expect(readFileSync(join(folder, 'manifests', 'file.yaml'), 'utf8')).toBe('first');
});

test('new content replaces all of the old, and nothing is left beside it', () => {
  swap(written('first'), join(folder, 'manifests'));
  writeFileSync(join(folder, 'manifests', 'stale.yaml'), 'stale');
  swap(written('second'), join(folder, 'manifests'));
  expect(readdirSync(folder)).toEqual(['manifests']);
  expect(readdirSync(join(folder, 'manifests'))).toEqual(['file.yaml']);
  expect(readFileSync(join(folder, 'manifests', 'file.yaml'), 'utf8')).toBe('second');
});

test('the new folder can be read by everybody', () => {
  const beside = written('first');
  expect(statSync(beside).mode & 0o777).toBe(0o755);
});

test('the old content comes back when the new cannot be put in place', () => {
  swap(written('first'), join(folder, 'manifests'));
  expect(() => {
    swap(join(folder, 'absent'), join(folder, 'manifests'));
  }).toThrow('ENOENT');
  expect(readFileSync(join(folder, 'manifests', 'file.yaml'), 'utf8')).toBe('first');
});

test('an output that is a file is refused by name, rule and value, and stays', () => {
  writeFileSync(join(folder, 'manifests'), 'a file');
  expect(() => folderBeside(join(folder, 'manifests'))).toThrow(
    /^output must be a folder that can be written and replaced, received .*manifests: it is a file$/,
  );
  expect(readFileSync(join(folder, 'manifests'), 'utf8')).toBe('a file');
});

test('an output in a folder that does not exist is refused', () => {
  expect(() => folderBeside(join(folder, 'absent', 'manifests'))).toThrow('output must be a folder that can be written');
  expect(existsSync(join(folder, 'absent'))).toBe(false);
  mkdirSync(join(folder, 'absent'));
});
