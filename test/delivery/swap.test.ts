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

const mark = 'app.kubernetes.io/managed-by: lyo-platform\n';
const content = (): string => readFileSync(join(folder, 'manifests', 'dev', 'file.yaml'), 'utf8');

function written(content: string): string {
  const beside = folderBeside(join(folder, 'manifests'));
  mkdirSync(join(beside, 'dev'));
  writeFileSync(join(beside, 'dev', 'file.yaml'), `${mark}${content}`);
  return beside;
}

test('the first content is put in place', () => {
  swap(written('first'), join(folder, 'manifests'));
  expect(content()).toBe(`${mark}first`);
});

test('new content replaces all of the old, and nothing is left beside it', () => {
  swap(written('first'), join(folder, 'manifests'));
  writeFileSync(join(folder, 'manifests', 'dev', 'stale.yaml'), mark);
  swap(written('second'), join(folder, 'manifests'));
  expect(readdirSync(folder)).toEqual(['manifests']);
  expect(readdirSync(join(folder, 'manifests', 'dev'))).toEqual(['file.yaml']);
  expect(content()).toBe(`${mark}second`);
});

test('the new folder can be read by everybody', () => {
  const beside = written('first');
  expect(statSync(beside).mode & 0o777).toBe(0o755);
});

test('the old content is restored if the new content cannot be put in place', () => {
  swap(written('first'), join(folder, 'manifests'));
  expect(() => {
    swap(join(folder, 'absent'), join(folder, 'manifests'));
  }).toThrow('ENOENT');
  expect(content()).toBe(`${mark}first`);
});

test('an output that is a file is refused by name, rule and value, and kept', () => {
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

test.each([
  ['a file of somebody', 'keep.txt', 'keep.txt'],
  ['YAML that was not generated', 'dev/mine.yaml', 'dev/mine.yaml'],
  ['another file beside generated YAML', 'dev/notes.md', 'dev/notes.md'],
])('an output with %s is refused, and kept', (_, file, named) => {
  swap(written('first'), join(folder, 'manifests'));
  writeFileSync(join(folder, 'manifests', file), 'mine');
  expect(() => folderBeside(join(folder, 'manifests'))).toThrow(`it holds ${named}, which was not generated`);
  expect(readFileSync(join(folder, 'manifests', file), 'utf8')).toBe('mine');
});
