/** Kind: git cannot answer, and the program ends with git's own page of usage, or with a sentence that is not true. */
import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { changesCommand } from '../../delivery/changes-command';
import { committedCommand } from '../../delivery/committed-command';
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

function repository(): void {
  git('init', '-q');
  put('manifests/dev/shop.yaml', workload('shop', 'a:1'));
  put('plans/dev.yaml', 'resources:\n  - type: a\n  - type: b\n');
  put('docs/audit/dev.md', 'passed\n');
  git('add', '.');
  git('commit', '-qm', 'x');
}

const changes = (...args: readonly string[]): ReturnType<typeof changesCommand> => changesCommand(args, root);
const committed = (...args: readonly string[]): ReturnType<typeof committedCommand> => committedCommand(args, root);

test.each([
  ['changes', () => changes('--base', 'HEAD')],
  ['committed', () => committed()],
])('%s outside of a repository says so in a line', async (_, command) => {
  expect(await command()).toEqual({ status: 1, stdout: '', stderr: expect.stringMatching(/^\S+ must be a git repository, or inside one: .*\n$/) });
});

test('a base that is no commit is refused by its name, and one that is left out asks for one', async () => {
  repository();
  for (const base of ['origin/nothing', 'HEAD~9', '--output=x', 'manifests', '0'.repeat(39), 'a b']) {
    const { status, stdout, stderr } = await changes(`--base=${base}`);
    expect({ base, status, stdout }).toEqual({ base, status: 1, stdout: '' });
    expect(stderr).toMatch(/^--base must be a commit of this repository .*, received .*\n$/);
  }
  expect(await changes()).toMatchObject({ status: 1, stderr: expect.stringMatching(/^--base must be a commit, a branch or a tag, .*nothing\n$/) });
});

test('where nothing changed, both say so', async () => {
  repository();
  expect(await changes('--base', 'HEAD')).toMatchObject({
    status: 0,
    stderr: '',
    stdout: expect.stringMatching(/manifests, dev\n\nnothing changes[\s\S]*plan, dev\.yaml\n\nnothing changes/),
  });
  expect(await committed()).toEqual({ status: 0, stdout: '', stderr: '' });
});

test('what was added, changed and removed is told by its key, with the lines that differ', async () => {
  repository();
  put('manifests/dev/shop.yaml', `${workload('shop', 'a:2')}---\n${workload('cart', 'c:1')}`);
  appendFileSync(join(root, 'plans/dev.yaml'), '  - type: c\n');
  const { stdout } = await changes('--base', 'HEAD');
  expect(stdout).toContain('- added `Deployment/shop/cart`\n- changed `Deployment/shop/shop`\n');
  expect(stdout).toContain('-        - image: a:1\n+        - image: a:2\n');
  expect(stdout).toMatch(/### plan, dev\.yaml\n\n3 resources\n\n<details>[\s\S]*\+ {2}- type: c/);
  put('manifests/dev/shop.yaml', workload('cart', 'c:1'));
  expect((await changes('--base', 'HEAD')).stdout).toContain('- added `Deployment/shop/cart`\n- **removed** `Deployment/shop/shop`\n');
});

test('a new environment is told with its plan, which no commit has', async () => {
  repository();
  put('manifests/prod/shop.yaml', workload('shop', 'a:1'));
  put('plans/prod.yaml', '  - type: a\n');
  const { stdout } = await changes('--base', 'HEAD');
  expect(stdout).toContain('### manifests, prod\n\n- added `Deployment/shop/shop`');
  expect(stdout).toContain('### plan, prod.yaml\n\n1 resources');
});

test('a difference that no summary holds is cut, and says how long it is', async () => {
  repository();
  put('manifests/dev/shop.yaml', workload('shop', `a:${'1'.repeat(300_000)}`));
  const { stdout } = await changes('--base', 'HEAD');
  expect(stdout).toMatch(/\n… cut: 300\d{3} characters in all\n/);
  expect(stdout.length).toBeLessThan(202_000);
});

test('a summary is appended to, and nothing is printed', async () => {
  repository();
  const summary = join(root, 'summary.md');
  writeFileSync(summary, 'of before\n');
  expect(await changes('--base', 'HEAD', '--summary', summary)).toEqual({ status: 0, stdout: '', stderr: '' });
  expect(readFileSync(summary, 'utf8')).toMatch(/^of before\n## Generated changes\n[\s\S]*\n$/);
});

test.each([
  ['changed', () => appendFileSync(join(root, 'docs/audit/dev.md'), 'edited\n'), 'docs/audit/dev.md', '+edited'],
  ['removed', () => rmSync(join(root, 'plans/dev.yaml')), 'plans/dev.yaml', '-resources:'],
  ['new', () => put('manifests/prod/shop.yaml', 'kind: A\n'), 'manifests/prod/shop.yaml', ''],
])('a generated file that is %s and not committed ends with 1 and its name', async (_, edit, file, shown) => {
  repository();
  edit();
  const { status, stdout, stderr } = await committed();
  expect(status).toBe(1);
  expect(stderr).toBe(`generated files must be committed with what they are generated from:\n  ${file}\n`);
  expect(stdout).toContain(shown);
});

test('a file of somebody else that changed is nothing to them', async () => {
  repository();
  put('README.md', 'mine');
  expect(await committed()).toEqual({ status: 0, stdout: '', stderr: '' });
});

test('both explain themselves, and refuse what they do not know', async () => {
  expect((await changes('--help')).stdout).toContain('npm run changes -- --base <ref>');
  expect((await committed('--help')).stdout).toContain('npm run committed');
  for (const outcome of [await changes('--bas', 'x'), await changes('x'), await committed('--base', 'x'), await committed('x')]) {
    expect(outcome).toMatchObject({ status: 2, stdout: '', stderr: expect.stringMatching(/^[^\n]+\n$/) });
  }
});

test.each(['delivery/changes.ts', 'delivery/committed.ts'])('%s as a program, without git, says so in a line', (program) => {
  const project = new ProjectCopy();
  try {
    const args = program === 'delivery/changes.ts' ? ['--base', 'HEAD'] : [];
    expect(project.run(program, args, { PATH: '' })).toEqual({ status: 1, stdout: '', stderr: 'git is not there: install it, or put its folder into PATH\n' });
  } finally {
    project.remove();
  }
});
