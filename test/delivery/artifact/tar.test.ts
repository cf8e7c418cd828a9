/** Archives that an attacker wrote to exploit unpacking programs. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { packed, unpacked } from '../../../delivery/artifact/tar';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'lyo-tar-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const files = [
  { path: 'manifests/dev/a.yaml', content: 'a: 1\n' },
  { path: 'plans/dev.yaml', content: `${'é'.repeat(700)}\n` },
];

test('any files in any order are unpacked as they were packed', () => {
  const path = fc.stringMatching(/^[a-z]{1,20}(\/[a-z]{1,20}){0,2}$/);
  const file = fc.record({ path, content: fc.string({ unit: 'binary', maxLength: 1500 }) });
  fc.assert(
    fc.property(fc.uniqueArray(file, { selector: ({ path: name }) => name, maxLength: 5 }), (made) => {
      const sorted = [...made].sort((one, other) => (one.path < other.path ? -1 : 1));
      expect(unpacked(packed(made))).toEqual(sorted);
      expect(packed([...made].reverse()).equals(packed(made))).toBe(true);
    }),
  );
});

test('archives can be exchanged with the program tar, in both directions', () => {
  expect(spawnSync('tar', ['-x', '-C', folder], { input: packed(files) }).status).toBe(0);
  for (const { path, content } of files) expect(readFileSync(join(folder, path), 'utf8')).toBe(content);
  const made = spawnSync('tar', ['-c', '--format=ustar', '-C', folder, ...files.map(({ path }) => path)], { maxBuffer: 1e7 }).stdout;
  expect(unpacked(made)).toEqual(files);
});

test.each<[string, (into: string) => readonly string[]]>([
  ['a link', (into) => (symlinkSync('/etc/passwd', join(into, 'a.yaml')), ['a.yaml'])],
  ['a folder', (into) => (mkdirSync(join(into, 'manifests')), ['manifests'])],
  ['a path of the GNU format', (into) => (writeFileSync(join(into, 'x'.repeat(120)), ''), ['x'.repeat(120)])],
  ['a file twice', (into) => (writeFileSync(join(into, 'a'), ''), ['a', './a', 'a'])],
  ['bytes that are no text', (into) => (writeFileSync(join(into, 'a'), Buffer.from([0xff, 0xfe])), ['a'])],
])('%s is refused', (_, make) => {
  const names = make(folder);
  const made = spawnSync('tar', ['-c', '--format=gnu', '--hard-dereference', '-C', folder, ...names], { maxBuffer: 1e7 });
  expect(made.status).toBe(0);
  expect(() => unpacked(made.stdout)).toThrow(/must/);
});

test('a truncated, changed or extended archive is refused', () => {
  const whole = packed(files);
  for (let length = 0; length < whole.length - 512; length += 256) expect(() => unpacked(whole.subarray(0, length))).toThrow();
  for (const at of [0, 100, 124, 148, 156]) {
    const changed = Buffer.from(whole);
    changed[at] = (changed[at] ?? 0) ^ 1;
    expect(() => unpacked(changed)).toThrow(/damaged/);
  }
  expect(() => unpacked(Buffer.concat([whole, Buffer.from('more')]))).toThrow('nothing after its end');
  expect(() => packed([{ path: 'x'.repeat(101), content: '' }])).toThrow('100 bytes at most');
});
