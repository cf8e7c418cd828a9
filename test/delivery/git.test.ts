/** Git that cannot answer: the programs must print a true sentence, not git's usage. */
import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { committedCommand } from '../../delivery/committed-command';
import { reviewCommand } from '../../delivery/review-command';
import { ProjectCopy } from '../project-copy';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'lyo-git-'));
});
afterEach(() => rmSync(root, { recursive: true }));

function put(file: string, text: string): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
}

const git = (...args: readonly string[]): string =>
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], { cwd: root, encoding: 'utf8' });

const workload = (name: string, image: string): string =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: ${name}\n  namespace: shop\nspec:\n  template:\n    spec:\n      containers:\n        - image: ${image}\n`;

const resource = (type: string): string => `  - type: ${type}\n    name: x\n`;

function repository(): void {
  git('init', '-q');
  put('manifests/dev/shop.yaml', workload('shop', 'a:1'));
  put('plans/dev.yaml', `environment: dev\nresources:\n${resource('a')}${resource('b')}`);
  put('docs/audit/dev.md', 'passed\n');
  git('add', '.');
  git('commit', '-qm', 'x');
}

const review = (...args: readonly string[]): ReturnType<typeof reviewCommand> =>
  reviewCommand(args, { root, standard: () => Promise.resolve({ checks: [], environments: [] }), configured: () => Promise.resolve('none') });
const committed = (...args: readonly string[]): ReturnType<typeof committedCommand> => committedCommand(args, root);

test.each([
  ['review', () => review('--base', 'HEAD')],
  ['committed', () => committed()],
])('%s outside of a repository says so in a line', async (_, command) => {
  expect(await command()).toEqual({ status: 1, stdout: '', stderr: expect.stringMatching(/^\S+ must be a git repository, or inside one: .*\n$/) });
});

test('a base that is no commit is refused by its name, and a missing base is required', async () => {
  repository();
  for (const base of ['origin/nothing', 'HEAD~9', '--output=x', 'manifests', '0'.repeat(39), 'a b']) {
    const { status, stdout, stderr } = await review(`--base=${base}`);
    expect({ base, status, stdout }).toEqual({ base, status: 1, stdout: '' });
    expect(stderr).toMatch(/^--base must be a commit of this repository .*, received .*\n$/);
  }
  expect(await review()).toMatchObject({ status: 1, stderr: expect.stringMatching(/^--base must be a commit, a branch or a tag, .*nothing\n$/) });
});

test('both say so if nothing changed', async () => {
  repository();
  expect(await review('--base', 'HEAD')).toMatchObject({ status: 0, stderr: '', stdout: expect.stringContaining('No generated file changes.') });
  expect(await committed()).toEqual({ status: 0, stdout: '', stderr: '' });
});

test('added, changed and removed objects are listed, with changed fields and infrastructure', async () => {
  repository();
  put('manifests/dev/shop.yaml', `${workload('shop', 'a:2')}---\n${workload('cart', 'c:1')}`);
  appendFileSync(join(root, 'plans/dev.yaml'), resource('c'));
  const { stdout } = await review('--base', 'HEAD');
  expect(stdout).toMatch(/added Deployment `shop\/cart`/);
  expect(stdout).toMatch(/containers\[.*\]\.image`: `a:1` → `a:2`/);
  expect(stdout).toMatch(/infrastructure: added `.*c/);
  put('manifests/dev/shop.yaml', workload('cart', 'c:1'));
  expect((await review('--base', 'HEAD')).stdout).toMatch(/removed Deployment `shop\/shop`/);
});

test('a new environment is listed with its plan, which no commit has', async () => {
  repository();
  put('manifests/prod/shop.yaml', workload('shop', 'a:1'));
  put('plans/prod.yaml', `environment: prod\nresources:\n${resource('a')}`);
  const { stdout } = await review('--base', 'HEAD');
  expect(stdout).toMatch(/prod: .*\n[^]*added Deployment `shop\/shop`/);
});

test.each([
  ['changed', () => appendFileSync(join(root, 'docs/audit/dev.md'), 'edited\n'), 'docs/audit/dev.md', '+edited'],
  ['removed', () => rmSync(join(root, 'plans/dev.yaml')), 'plans/dev.yaml', '-resources:'],
  ['new', () => put('manifests/prod/shop.yaml', 'kind: A\n'), 'manifests/prod/shop.yaml', ''],
])('a generated file that is %s and not committed is named, with exit code 1', async (_, edit, file, shown) => {
  repository();
  edit();
  const { status, stdout, stderr } = await committed();
  expect(status).toBe(1);
  expect(stderr).toBe(`generated files must be committed with what they are generated from:\n  ${file}\n`);
  expect(stdout).toContain(shown);
});

test('changes of other files are ignored', async () => {
  repository();
  put('README.md', 'mine');
  expect(await committed()).toEqual({ status: 0, stdout: '', stderr: '' });
});

test('both print their usage, and refuse unknown options', async () => {
  expect((await review('--help')).stdout).toContain('npm run review -- --base <commit>');
  expect((await committed('--help')).stdout).toContain('npm run committed');
  for (const outcome of [await review('--bas', 'x'), await review('x'), await committed('--base', 'x'), await committed('x')]) {
    expect(outcome).toMatchObject({ status: 2, stdout: '', stderr: expect.stringMatching(/^[^\n]+\n$/) });
  }
});

test.each(['delivery/review.ts', 'delivery/committed.ts'])('%s as a program reports missing git in one line', (program) => {
  const project = new ProjectCopy();
  try {
    const args = program === 'delivery/review.ts' ? ['--base', 'HEAD'] : [];
    expect(project.run(program, args, { PATH: '' })).toEqual({ status: 1, stdout: '', stderr: 'git is not there: install it, or put its folder into PATH\n' });
  } finally {
    project.remove();
  }
});
