/** Promotions that are opened twice, of the running release or of a first one, with a forge that answers, refuses or is missing. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promoteCommand } from '../../../delivery/promote-command';
import { reviewCommand } from '../../../delivery/review-command';
import type { Outcome } from '../../../command-line/outcome';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'lyo-promotion-test-'));
  git('init', '-q', '-b', 'main');
  execFileSync('git', ['init', '-q', '--bare', join(root, 'origin.git')]);
  git('remote', 'add', 'origin', join(root, 'origin.git'));
});
afterEach(() => rmSync(root, { recursive: true }));

const project = (): string => join(root, 'project');
function git(...args: readonly string[]): string {
  mkdirSync(project(), { recursive: true });
  return execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], { cwd: project(), encoding: 'utf8' }).trim();
}

function commit(image: string, message = image): string {
  const file = join(project(), 'manifests', 'prod', 'shop.yaml');
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(
    file,
    `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web, namespace: shop}\nspec: {template: {spec: {containers: [{name: web, image: "${image}"}]}}}\n`,
  );
  git('add', '.');
  git('commit', '-q', '-m', message);
  return git('rev-parse', 'HEAD');
}

interface Asked {
  readonly method: string;
  readonly url: string;
  readonly body: { readonly title?: string; readonly body?: string; readonly head?: string } | undefined;
  readonly authorization: string | undefined;
}

const asked: Asked[] = [];
let open: readonly { number: number; html_url: string }[] = [];
let status = 200;
beforeEach(() => {
  asked.length = 0;
  open = [];
  status = 200;
});

function forge(url: string, { method = '', body, headers }: RequestInit): Promise<Response> {
  const { authorization } = headers as { readonly authorization?: string };
  asked.push({ method, url, body: typeof body === 'string' ? (JSON.parse(body) as Asked['body']) : undefined, authorization });
  if (status !== 200) return Promise.resolve(new Response('{"message":"Resource not accessible"}', { status }));
  if (method === 'POST') open = [{ number: 7, html_url: 'https://github.com/o/r/pull/7' }];
  return Promise.resolve(new Response(JSON.stringify(method === 'GET' ? open : open[0])));
}

const standard = { checks: [], environments: [] };
const review = (args: readonly string[]): Promise<Outcome> =>
  reviewCommand(args, { root: project(), standard: () => Promise.resolve(standard), configured: () => Promise.resolve('none') });
const variables = { GITHUB_TOKEN: 'secret-token', GITHUB_REPOSITORY: 'o/r' };
const promote = (args: readonly string[], more: { readonly variables?: Record<string, string> } = { variables }): Promise<Outcome> =>
  promoteCommand(['--env', 'prod', ...args], { root: project(), review, variables: more.variables ?? {}, ask: forge });

const onBranch = (): string => git('show', 'origin/promote/prod:releases/prod.yaml');

test('the first promotion opens a pull request, a later one edits it, and both change one file and no working tree', async () => {
  const first = commit('a:1');
  expect(await promote(['--pull-request'])).toMatchObject({ status: 0, stdout: expect.stringContaining('pushed promote/prod: https://github.com/o/r/pull/7') });
  git('fetch', '-q', 'origin');
  expect(onBranch()).toContain(`commit: ${first}`);
  expect(git('diff', '--name-only', `${first}..origin/promote/prod`)).toBe('releases/prod.yaml');
  expect(git('status', '--porcelain')).toBe('');
  const second = commit('a:2');
  expect(await promote(['--pull-request'])).toMatchObject({ status: 0 });
  git('fetch', '-q', 'origin');
  expect(onBranch()).toContain(`commit: ${second}`);
  expect(asked.map(({ method }) => method)).toEqual(['GET', 'POST', 'GET', 'PATCH']);
  expect(asked[0]?.url).toBe('https://api.github.com/repos/o/r/pulls?head=o%3Apromote%2Fprod&base=main&state=open');
  expect(asked[3]?.body?.title).toBe(`Promote prod to ${second.slice(0, 12)}`);
  expect(new Set(asked.map(({ authorization }) => authorization))).toEqual(new Set(['Bearer secret-token']));
});

test('the review covers everything since the last approval, with the pull requests in between', async () => {
  commit('a:1');
  await promote(['--push']);
  git('fetch', '-q', 'origin');
  git('merge', '-q', '--no-ff', '--no-edit', 'origin/promote/prod');
  commit('a:2', 'Take the second image (#12)');
  commit('a:3', 'Take the third image (#13)');
  const { stdout } = await promote(['--out', join(root, 'out')]);
  expect(stdout).toMatch(/`a:1` → `a:3`/);
  expect(stdout).toContain('(#13, #12)');
  expect(stdout).toContain('Routine: only images change.');
  expect(readFileSync(join(root, 'out', 'body.md'), 'utf8')).toContain('a:3');
  expect(asked).toEqual([]);
});

test('the approved release is not promoted again', async () => {
  commit('a:1');
  await promote(['--push']);
  git('fetch', '-q', 'origin');
  git('merge', '-q', '--no-ff', '--no-edit', 'origin/promote/prod');
  expect(await promote(['--pull-request'])).toMatchObject({ status: 0, stdout: expect.stringContaining('nothing to promote') });
  expect(asked).toEqual([]);
});

test('the refusal of a forge is shown in its words, without the token', async () => {
  commit('a:1');
  status = 403;
  const { status: ended, stderr } = await promote(['--pull-request']);
  expect({ ended, stderr }).toEqual({ ended: 1, stderr: 'GET pulls: 403 Resource not accessible\n' });
});

test.each<[string, readonly string[], RegExp]>([
  ['without a token', ['--pull-request'], /must find GITHUB_TOKEN and GITHUB_REPOSITORY/],
  ['of a commit that is not there', ['--commit', 'v9'], /--commit must be a commit/],
  ['to a remote that is not there', ['--push', '--remote', 'nobody'], /^git push: /],
])('%s nothing is proposed', async (_, args, problem) => {
  commit('a:1');
  expect(await promote(args, {})).toMatchObject({ status: 1, stdout: '', stderr: expect.stringMatching(problem) });
});
