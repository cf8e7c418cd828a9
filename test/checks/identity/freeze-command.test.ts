/** Tests the command as a function; `freeze.test.ts` runs the program. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freezeCommand } from '../../../checks/identity/freeze-command';
import { frozen } from '../../../checks/identity/frozen';
import type { Manifests } from '../../../checks/manifest';
import type { Outcome } from '../../../command-line/outcome';
import { environments } from '../../fixtures/environments';
import { cleanObjects } from '../clean';

const key = 'dev/Deployment/lyo-backend/backend';
const folder = mkdtempSync(join(tmpdir(), 'lyo-freeze-test-'));
const list = join(folder, 'frozen.json');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const present: readonly Manifests[] = environments.map(({ name }) => ({ environment: name, objects: cleanObjects(name) }));

async function run(...args: readonly string[]): Promise<Outcome> {
  return freezeCommand(args, { list, synthesized: () => present, read: () => present.filter(({ environment }) => environment === 'dev') });
}

const written = (): unknown => JSON.parse(readFileSync(list, 'utf8'));
const put = (content: unknown): void => writeFileSync(list, JSON.stringify(content));

test('prints its usage', async () => {
  expect(await run('--help')).toEqual({ status: 0, stdout: expect.stringContaining('--replace <key>'), stderr: '' });
});

test('adds new entries to the list, and finds none the second time', async () => {
  put({});
  expect(await run()).toEqual({ status: 0, stdout: expect.stringContaining(`added     ${key}`), stderr: '' });
  expect(written()).toEqual(frozen);
  expect(await run()).toEqual({ status: 0, stdout: 'nothing new\n', stderr: '' });
  // people review the list: one line per entry, indented by two, with a final newline
  expect(readFileSync(list, 'utf8')).toMatch(/^\{\n {2}"dev": \{\n {4}"\w[\s\S]*\n\}\n$/);
});

test('a changed entry is refused and nothing is written, unless its key is named', async () => {
  const changed = { ...frozen, dev: { ...frozen['dev'], 'Deployment/lyo-backend/backend': { 'spec.selector': 'app=old' } } };
  put(changed);
  const refused = await run();
  expect(refused.status).toBe(1);
  expect(refused.stdout).toContain(
    `refused   ${key} differs from the list or is gone; if that is on purpose: --replace ${key}\nnothing was written; where no cluster has the objects of an environment yet: npm run identity:freeze -- --again dev\n`,
  );
  expect(refused.stdout).not.toContain('added');
  expect(written()).toEqual(changed);
  expect(await run('--replace', key)).toMatchObject({ status: 0, stdout: `replaced  ${key}\n` });
  expect(written()).toEqual(frozen);
});

test('an unknown key is refused, and nothing is written', async () => {
  put({});
  expect(await run('--replace', 'dev/Deployment/a/b')).toMatchObject({
    status: 1,
    stdout: expect.stringContaining('unknown   dev/Deployment/a/b is neither in the list nor in the manifests\nnothing was written\n'),
  });
  expect(written()).toEqual({});
});

test('with --check it writes nothing, and fails if entries are missing', async () => {
  put({});
  expect(await run('--check')).toMatchObject({ status: 1, stdout: expect.stringContaining('run npm run identity:freeze') });
  expect(written()).toEqual({});
  put(frozen);
  expect(await run('--check')).toMatchObject({ status: 0, stdout: 'nothing new\n' });
});

test('with --again it freezes an environment anew or forgets a removed one, and refuses an unknown one by name', async () => {
  put({ ...frozen, staging: frozen['dev'], dev: { 'Deployment/old/name': { 'spec.selector': 'a=b' } } });
  expect((await run()).status).toBe(1);
  expect((await run('--again', 'dev', '--again', 'staging')).status).toBe(0);
  expect(written()).toEqual(frozen);
  expect(await run('--again', 'qa')).toEqual({ status: 1, stdout: '', stderr: '--again must be an environment of the list (dev, prod), received qa\n' });
});

test('manifests can be read from a folder instead of synthesized', async () => {
  put({});
  expect((await run('--manifests', 'of mine')).status).toBe(0);
  expect(written()).toEqual({ dev: frozen['dev'] });
});

test.each(['--force', '--chek', '--list'])('refuses an unknown or incomplete option: %s', async (option) => {
  expect(await run(option)).toMatchObject({ status: 2, stdout: '' });
});

test('an invalid list is refused', async () => {
  writeFileSync(list, '{"dev": {"Deployment/a/b": 3}}');
  expect((await run()).status).toBe(1);
  expect((await run('--list', join(folder, 'absent.json'))).stderr).toMatch(/^ENOENT: .*absent\.json/);
});
