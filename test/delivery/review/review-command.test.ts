/** Projects that a review cannot read or that are very large, and the range of commits of a review. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Outcome } from '../../../command-line/outcome';
import { digestOf } from '../../../delivery/digest';
import { reviewCommand, type ReviewParts } from '../../../delivery/review-command';
import { reviewSchema, type Review } from '../../../delivery/review/review-schema';
import { environmentWith } from '../../environment-with';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'lyo-review-'));
  git('init', '-q', '-b', 'main');
});
afterEach(() => rmSync(root, { recursive: true }));

function git(...args: readonly string[]): string {
  return execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], { cwd: root, encoding: 'utf8' }).trim();
}

function put(file: string, text: string): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
}

function commit(message = 'x'): string {
  git('add', '.');
  git('commit', '-q', '-m', message);
  return git('rev-parse', 'HEAD');
}

const settings = (name: string, value: string): string =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}, namespace: shop}\ndata: {a: "${value}"}\n`;
const image = (tag: string): string =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web, namespace: shop}\nspec: {template: {spec: {containers: [{name: web, image: "web:${tag}"}]}}}\n`;
const review = (args: readonly string[], more: Partial<ReviewParts> = {}): Promise<Outcome> =>
  reviewCommand(args, { root, standard: () => Promise.resolve({ checks: [], environments: [] }), configured: () => Promise.resolve('none'), ...more });
const json = async (...args: readonly string[]): Promise<Review> => reviewSchema.parse(JSON.parse((await review([...args, '--json'])).stdout));

test.each<[string, string, string, RegExp]>([
  ['YAML that is broken', 'manifests/dev/a.yaml', 'a: [', /manifests\/dev\/a\.yaml\b.*: must be YAML/],
  ['something that is no object', 'manifests/dev/a.yaml', '- 1\n', /manifests\/dev\/a\.yaml/],
  ['a plan that is broken', 'plans/dev.yaml', 'a: [', /plans\/dev\.yaml\b.*: must be YAML/],
  ['a plan of nothing', 'plans/dev.yaml', 'hello\n', /plans\/dev\.yaml\b.*: must be a plan/],
])('%s is refused with its file and exit code 1, on either side', async (_, file, text, problem) => {
  put('manifests/dev/ok.yaml', settings('ok', '1'));
  const good = commit();
  put(file, text);
  expect(await review(['--base', good])).toMatchObject({ status: 1, stdout: '', stderr: expect.stringMatching(problem) });
  const bad = commit();
  rmSync(join(root, file));
  expect(await review(['--base', bad])).toMatchObject({ status: 1, stdout: '', stderr: expect.stringMatching(problem) });
});

test('an unknown kind is reviewed too', async () => {
  const unknown = (size: number): string => `apiVersion: shop.example.com/v7\nkind: Till\nmetadata: {name: t}\nspec: {size: ${size}}\n`;
  put('manifests/dev/a.yaml', unknown(1));
  const base = commit();
  put('manifests/dev/a.yaml', unknown(2));
  expect((await json('--base', base)).environments[0]?.objects).toMatchObject([{ object: 'Till t', risk: 'behaviour', fields: [{ path: 'spec.size' }] }]);
});

test('a base that is missing from a shallow clone is named, with the command that fetches it', async () => {
  put('manifests/dev/a.yaml', settings('a', '1'));
  const first = commit();
  put('manifests/dev/a.yaml', settings('a', '2'));
  commit();
  const clone = join(root, 'clone');
  execFileSync('git', ['clone', '-q', '--depth', '1', `file://${root}`, clone]);
  for (const option of ['--base', '--since']) {
    const { status, stderr } = await review([option, first], { root: clone });
    expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringContaining('git fetch brings what a shallow clone left out') });
  }
  expect((await review(['--since', `sha256:${'0'.repeat(64)}`], { root: clone })).stderr).toContain('git fetch --unshallow');
});

test('ten thousand objects and a ConfigMap of a mebibyte are reviewed in a comment that GitHub accepts', async () => {
  const many = (value: string): string => Array.from({ length: 10_000 }, (_, index) => settings(`c${index}`, value)).join('---\n');
  put('manifests/dev/many.yaml', many('1'));
  put('manifests/dev/large.yaml', settings('large', 'x'.repeat(1_000_000)));
  const base = commit();
  put('manifests/dev/many.yaml', many('2'));
  put('manifests/dev/large.yaml', settings('large', 'y'.repeat(1_000_000)));
  const { status, stdout } = await review(['--base', base]);
  expect(status).toBe(0);
  expect(stdout.length).toBeLessThanOrEqual(60_000);
  expect(stdout.slice(0, 4000)).toContain('10001 behaviour');
}, 60_000);

test('a digest means the newest commit that has it, and everything merged since is listed with its pull requests', async () => {
  put('manifests/prod/a.yaml', image('1'));
  put('plans/prod.yaml', 'environment: prod\nresources: []\n');
  const base = commit();
  const files = ['manifests/prod/a.yaml', 'plans/prod.yaml'].map((path) => ({ path, content: readFileSync(join(root, path), 'utf8') }));
  put('manifests/prod/a.yaml', image('2'));
  commit('Take another image (#4)');
  put('config/prod.ts', 'one\ntwo\n');
  commit('Merge pull request #5 from somebody/branch');
  const made = await json('--since', digestOf(files));
  expect(made.merged.map(({ pullRequest }) => pullRequest)).toEqual([5, 4]);
  expect(made.sources).toEqual([{ file: 'config/prod.ts', lines: ['1–2'] }]);
  expect(made.environments[0]?.objects[0]?.fields[0]).toMatchObject({ before: 'web:1', after: 'web:2' });
  expect(await json('--since', base)).toMatchObject({ environments: made.environments, merged: made.merged });
});

test('the exit code of a review follows its highest risk, and --out writes three files', async () => {
  put('manifests/dev/a.yaml', image('1'));
  const base = commit();
  const out = join(root, 'out');
  put('manifests/dev/a.yaml', image('2'));
  const first = await review(['--base', base, '--out', out]);
  expect(first.status).toBe(0);
  expect(first.stdout).toContain('Routine: only images change.');
  for (const file of ['review.md', 'review.json', 'review.html']) expect(existsSync(join(out, file))).toBe(true);
  const page = readFileSync(join(out, 'review.html'), 'utf8');
  expect(page).not.toMatch(/<script|https?:|url\(/);
  expect(page).toContain('web:1');
  put('manifests/dev/a.yaml', image('<img src=x>'));
  await review(['--base', base, '--out', out]);
  expect(readFileSync(join(out, 'review.html'), 'utf8')).not.toContain('<img');
  rmSync(join(root, 'manifests/dev/a.yaml'));
  put('manifests/dev/b.yaml', settings('b', '1'));
  expect((await review(['--base', base])).status).toBe(3);
  expect((await review(['--base', base, '--since', base])).status).toBe(1);
  expect((await review(['--manifests', join(root, 'nowhere'), '--base', base])).status).toBe(1);
});

test('only a changed scaling policy is simulated over recorded loads', async () => {
  put('manifests/dev/a.yaml', image('1'));
  put('config/dev.ts', 'before');
  const base = commit();
  put('config/dev.ts', 'after');
  put('manifests/dev/a.yaml', image('2'));
  const before = environmentWith();
  const after = environmentWith({ 'workloads[0].scaling.signals.requestRate.perPod': 50 });
  const played = (environments: ReviewParts['configured'], now = after): Promise<Outcome> =>
    review(['--base', base, '--json', '--out', join(root, 'out')], {
      standard: () => Promise.resolve({ checks: [], environments: [{ ...now, name: 'dev' }] }),
      configured: environments,
    });
  const changed = await played(() => Promise.resolve([{ ...before, name: 'dev' }]));
  const [crowd] = reviewSchema.parse(JSON.parse(changed.stdout)).environments[0]?.replays.filter(({ load }) => load === 'flash-crowd') ?? [];
  expect(crowd?.after.podHours).toBeGreaterThan(crowd?.before.podHours ?? Infinity);
  expect(crowd?.after.violations).toBeLessThanOrEqual(crowd?.before.violations ?? 0);
  expect(readFileSync(join(root, 'out', 'review.html'), 'utf8')).toContain('<svg');
  const same = await played(() => Promise.resolve([{ ...after, name: 'dev' }]));
  expect(reviewSchema.parse(JSON.parse(same.stdout)).environments[0]?.replays).toEqual([]);
  expect(await played(() => Promise.resolve('the base has another shape'))).toMatchObject({
    status: 0,
    stderr: 'no policy was simulated: the base has another shape\n',
  });
}, 60_000);
