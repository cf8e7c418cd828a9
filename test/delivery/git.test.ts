/** Kind: git cannot answer, and the program ends with git's own page of usage, or with a sentence that is not true. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { ProjectCopy, type Run } from '../project-copy';

const project = new ProjectCopy();
beforeAll(() => {
  for (const folder of ['plans', 'docs/audit']) mkdirSync(project.path(folder), { recursive: true });
  project.writeManifests();
});
afterAll(() => project.remove());

const programs = ['delivery/changes.ts', 'delivery/committed.ts'] as const;
const run = (program: (typeof programs)[number], base = 'HEAD', env: Readonly<Record<string, string>> = {}): Run =>
  project.run(program, program === 'delivery/changes.ts' ? ['--base', base] : [], env);
/** A folder of its own is no part of a repository that lies around it. */
const alone = { GIT_CEILING_DIRECTORIES: '/' };

test.each(programs)('%s without git, and outside of a repository, says so in a line', (program) => {
  expect(run(program, 'HEAD', { PATH: '' })).toMatchObject({ status: 1, stdout: '', stderr: 'git is not there: install it, or put its folder into PATH\n' });
  const { status, stdout, stderr } = run(program, 'HEAD', alone);
  expect([status, stdout]).toEqual([1, '']);
  expect(stderr).toMatch(/^\S+ must be a git repository, or inside one: .*\n$/);
});

test('a base that is no commit is refused by its name, and one that is left out asks for one', () => {
  const git = (...args: readonly string[]): string =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], { cwd: project.folder, encoding: 'utf8' });
  git('init', '-q');
  for (const base of ['origin/nothing', 'HEAD~9', '--output=x', 'manifests', '0'.repeat(39), 'a b']) {
    const { status, stdout, stderr } = project.run('delivery/changes.ts', [`--base=${base}`]);
    expect({ base, status, stdout }).toEqual({ base, status: 1, stdout: '' });
    expect(stderr).toMatch(/^--base must be a commit of this repository .*, received .*\n$/);
  }
  expect(project.run('delivery/changes.ts')).toMatchObject({
    status: 1,
    stderr: expect.stringMatching(/^--base must be a commit, a branch or a tag, .*nothing\n$/),
  });
  writeFileSync(project.path('.gitignore'), 'node_modules\n');
  git('add', 'manifests', '.gitignore');
  git('commit', '-qm', 'x');
  expect(run('delivery/changes.ts')).toMatchObject({ status: 0, stdout: expect.stringContaining('nothing changes'), stderr: '' });
  expect(run('delivery/committed.ts')).toMatchObject({ status: 0, stdout: '', stderr: '' });
});
