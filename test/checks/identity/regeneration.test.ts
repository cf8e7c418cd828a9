/** Files that change together, with a refusal, an error or a signal half-way: either all are new, or all are unchanged, byte for byte. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { frozenFile } from '../../../checks/identity/frozen';
import { regenerated, steps, type Play } from '../../../checks/identity/regeneration';

const list = { dev: { 'Deployment/a/b': { 'spec.selector': 'c=d' } } };
let root: string;

const put = (file: string, text: string): void => {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
};

/** All files and folders, by path, which a refusal must leave unchanged. */
function files(): Readonly<Record<string, string>> {
  const found = readdirSync(root, { recursive: true, withFileTypes: true }).map(({ parentPath, name }) => join(parentPath, name));
  return Object.fromEntries(found.map((path) => [relative(root, path), statSync(path).isDirectory() ? '(folder)' : readFileSync(path, 'utf8')]));
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'lyo-regeneration-'));
  put(frozenFile, 'list of before\n');
  put('manifests/dev/backend.yaml', 'of before\n');
  put('manifests/gone/backend.yaml', 'of before\n');
  put('plans/dev.yaml', 'of before\n');
  put('docs/audit/dev.md', 'of before\n');
  put('docs/mine.md', 'of mine\n');
});
afterEach(() => rmSync(root, { recursive: true }));

/** A program that writes one file and removes the files of removed environments, as each of the three programs does. */
const writes: Play = async ({ writes: folder }, { work }) => {
  const gone = join(work, folder, 'gone');
  if (existsSync(gone)) rmSync(gone, { recursive: true });
  mkdirSync(join(work, folder), { recursive: true });
  writeFileSync(join(work, folder, 'new.yaml'), `of ${folder}\n`);
  return Promise.resolve(true);
};

test('the written files and the list are put in place, and files that the programs removed are gone', async () => {
  expect(await regenerated(root, list, writes)).toBeUndefined();
  const after = files();
  expect(JSON.parse(after[frozenFile] ?? '')).toEqual(list);
  expect(after).toMatchObject({ 'manifests/new.yaml': 'of manifests\n', 'plans/new.yaml': 'of plans\n', 'docs/audit/new.yaml': 'of docs/audit\n' });
  expect(after).toMatchObject({ 'docs/mine.md': 'of mine\n', 'plans/dev.yaml': 'of before\n' });
  expect(Object.keys(after).filter((path) => /gone|\.retirement/.test(path))).toEqual([]);
});

test('each program finds the shortened list in its place, and the files of the programs before it', async () => {
  const seen: unknown[] = [];
  await regenerated(root, list, async (step, workplace) => {
    seen.push([
      step.program,
      JSON.parse(readFileSync(join(root, frozenFile), 'utf8')),
      readdirSync(workplace.work, { recursive: true }).filter((path) => path.toString().endsWith('new.yaml')),
    ]);
    return writes(step, workplace);
  });
  expect(seen).toEqual([
    ['delivery/start.ts', list, []],
    ['stacks/write-plans.ts', list, ['manifests/new.yaml']],
    ['checks/audit.ts', list, ['manifests/new.yaml', 'plans/new.yaml']],
  ]);
});

/** Ways in which a program fails after it wrote its file. */
const endings: Readonly<Record<string, { readonly ends: () => Promise<boolean>; readonly result: (program: string) => unknown }>> = {
  refuses: { ends: () => Promise.resolve(false), result: (program) => `${program} refused` },
  'cannot be started': { ends: () => Promise.reject(new Error('spawn node ENOENT')), result: () => 'spawn node ENOENT' },
  ...Object.fromEntries(
    (['SIGINT', 'SIGTERM', 'SIGHUP'] as const).flatMap((name) =>
      [true, false].map((done) => [
        `is interrupted by ${name}, and ${done ? 'ends well' : 'stops'}`,
        { ends: () => Promise.resolve(process.emit(name, name) && done), result: () => 'interrupted' },
      ]),
    ),
  ),
};

describe.each(Object.entries(endings))('when a program %s', (_, { ends, result }) => {
  test.each(steps)('$program: no file has changed', async ({ program }) => {
    const before = files();
    const play: Play = async (step, workplace) => {
      await writes(step, workplace);
      return step.program === program ? ends() : true;
    };
    const outcome = await regenerated(root, list, play).catch((error: unknown) => (error instanceof Error ? error.message : error));
    expect(outcome).toBe(result(program));
    expect(files()).toEqual(before);
  });
});

/** Obstacles to putting the files in place once all programs are done. */
const hindrances: Readonly<Record<string, () => void>> = {
  'a file where a folder shall be': () => {
    rmSync(join(root, 'docs'), { recursive: true });
    put('docs', 'of mine\n');
  },
  'nothing was made for one of them': () => undefined,
};

test.each(Object.entries(hindrances))('when putting the files in place fails (%s), no file has changed', async (name, hinder) => {
  hinder();
  const before = files();
  const play: Play = async (step, workplace) => {
    await writes(step, workplace);
    if (name.startsWith('nothing') && step.writes === 'docs/audit') rmSync(join(workplace.work, step.writes), { recursive: true });
    return true;
  };
  await expect(regenerated(root, list, play)).rejects.toThrow(/EEXIST|ENOTDIR|ENOENT/);
  expect(files()).toEqual(before);
});

test('signal handlers are removed afterwards', async () => {
  const listeners = process.listenerCount('SIGTERM');
  await regenerated(root, list, writes);
  await regenerated(root, list, () => Promise.resolve(false));
  expect(process.listenerCount('SIGTERM')).toBe(listeners);
});
