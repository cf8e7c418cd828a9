/** Input that looks valid and is not: each case is refused in a sentence with its file, before a cluster is asked. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Outcome } from '../../command-line/outcome';
import { approvedIn } from '../../delivery/approved';
import { readRecord } from '../../delivery/apply/record';
import { driftCommand } from '../../delivery/drift-command';
import { Kubectl } from '../../delivery/kubectl';
import { promoteCommand } from '../../delivery/promote-command';
import { reviewCommand, type ReviewParts } from '../../delivery/review-command';
import { wantedRelease } from '../../delivery/wanted-release';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'lyo-bad-'));
  git('init', '-q', '-b', 'main');
  put('manifests/dev/a.yaml', settings('a'));
});
afterEach(() => rmSync(root, { recursive: true }));

const settings = (name: string, value = '1'): string => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}, namespace: shop}\ndata: {a: "${value}"}\n`;

function git(...args: readonly string[]): string {
  return execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], { cwd: root, encoding: 'utf8' }).trim();
}

function put(file: string, text: string | Buffer): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
}

function commit(): string {
  git('add', '--all');
  git('commit', '-q', '-m', 'x');
  return git('rev-parse', 'HEAD');
}

const manifests = (): string => join(root, 'manifests');
const wanted = (more: Partial<Parameters<typeof wantedRelease>[0]> = {}): ReturnType<typeof wantedRelease> =>
  wantedRelease({ environment: 'dev', manifests: manifests(), released: false, dryRun: false, tools: {}, ...more });
const review = (args: readonly string[], more: Partial<ReviewParts> = {}): Promise<Outcome> =>
  reviewCommand(args, { root, standard: () => Promise.resolve({ checks: [], environments: [] }), configured: () => Promise.resolve('none'), ...more });

describe('manifests', () => {
  test.each<[string, () => void, RegExp]>([
    [
      'the same object in two files',
      () => put('manifests/dev/b.yaml', settings('a', '2')),
      /ConfigMap\/shop\/a must be stated once, received it in \S+a\.yaml and in \S+b\.yaml/,
    ],
    ['the same object twice in a file', () => put('manifests/dev/a.yaml', `${settings('a')}---\n${settings('a', '2')}`), /must be stated once/],
    ['a folder in place of a file', () => mkdirSync(join(manifests(), 'dev', 'b.yaml')), /b\.yaml must be a file that can be read, received a folder/],
    [
      'a link to nowhere',
      () => symlinkSync('/nowhere/b', join(manifests(), 'dev', 'b.yaml')),
      /b\.yaml must be a file itself, received a link to \/nowhere\/b/,
    ],
    [
      'a link to a file beside it',
      () => symlinkSync('a.yaml', join(manifests(), 'dev', 'b.yaml')),
      /b\.yaml must be a file itself, received a link to a\.yaml/,
    ],
    [
      'bytes that are not UTF-8',
      () => put('manifests/dev/a.yaml', Buffer.from(`# first\n# caf\u00e9\n${settings('a')}`, 'latin1')),
      /a\.yaml must be text in UTF-8, received other bytes in line 2/,
    ],
    ['text in UTF-16', () => put('manifests/dev/a.yaml', Buffer.from(`\ufeff${settings('a')}`, 'utf16le')), /a\.yaml must be text in UTF-8/],
    [
      'a name that the API server would choose',
      () => put('manifests/dev/b.yaml', settings('b').replace('name: b', 'generateName: b-')),
      /b\.yaml: name must be text/,
    ],
    ['a list', () => put('manifests/dev/b.yaml', 'apiVersion: v1\nkind: List\nitems: []\n'), /b\.yaml: an object must have metadata/],
    ['a key twice', () => put('manifests/dev/a.yaml', `${settings('a')}data: {a: "2"}\n`), /a\.yaml.*: must be YAML/],
    ['tabs', () => put('manifests/dev/a.yaml', 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n\tname: a\n'), /a\.yaml.*: must be YAML/],
    ['a conflict that git left', () => put('manifests/dev/a.yaml', `<<<<<<< HEAD\n${settings('a')}=======\n${settings('a', '2')}>>>>>>> x\n`), /a\.yaml/],
    ['aliases, which grow without end', () => put('manifests/dev/a.yaml', bomb()), /a\.yaml.*: must be YAML/],
  ])('%s', async (_, spoil, problem) => {
    const base = commit();
    spoil();
    expect(() => wanted()).toThrow(problem);
    expect(await review(['--base', base])).toMatchObject({ status: 1, stdout: '', stderr: expect.stringMatching(problem) });
  });

  test.each<[string, string]>([
    ['an empty file', ''],
    ['comments alone', '# nothing\n---\n'],
  ])('%s would delete everything, and is refused', (_, text) => {
    put('manifests/dev/a.yaml', text);
    expect(() => wanted()).toThrow('manifests of dev must hold objects, received none');
  });

  /** Generates a ConfigMap for each name in a list, and a plan with their number. */
  const generate: ReviewParts['generate'] = (project, into) => {
    const names = readFileSync(join(project, 'names'), 'utf8').trim().split(' ');
    mkdirSync(join(into, 'manifests', 'dev'), { recursive: true });
    mkdirSync(join(into, 'plans'));
    for (const name of names) writeFileSync(join(into, 'manifests', 'dev', `${name}.yaml`), settings(name));
    writeFileSync(join(into, 'plans', 'dev.yaml'), plan(names.length));
    return Promise.resolve({ ok: true });
  };
  const plan = (count: number): string => `environment: dev\nresources: []\noutputs: {count: ${count}}\n`;
  const spoiled = (): void => {
    put('manifests/dev/a.yaml', settings('a', 'by hand'));
    put('manifests/dev/c.yaml', settings('c'));
    rmSync(join(manifests(), 'dev', 'b.yaml'));
    put('plans/dev.yaml', plan(3));
    put('plans/old.yaml', plan(1));
  };
  const fresh = (): string => {
    put('names', 'a b');
    put('cdk8s.yaml', 'app: none\n');
    put('package-lock.json', '{}\n');
    put('manifests/dev/a.yaml', settings('a'));
    put('manifests/dev/b.yaml', settings('b'));
    put('plans/dev.yaml', plan(2));
    return commit();
  };
  const stale = (of = ''): string =>
    `manifests/${of} must be what the sources generate: npm start writes it, received others in dev/a.yaml, dev/b.yaml, dev/c.yaml\n` +
    `plans/${of} must be what the sources generate: npm run plan writes it, received others in dev.yaml, old.yaml\n`;

  test('manifests and plans that differ from what the sources generate are refused, whether changed, new or missing', async () => {
    const base = fresh();
    expect(await review(['--base', base], { generate })).toMatchObject({ status: 0, stderr: '' });
    spoiled();
    expect(await review(['--base', base], { generate })).toEqual({ status: 1, stdout: '', stderr: stale() });
    expect(await review(['--base', base], { generate: () => Promise.resolve({ ok: false, why: 'dev.name: must be short' }) })).toMatchObject({
      status: 1,
      stderr: 'the sources must generate manifests and plans: dev.name: must be short\n',
    });
  });

  test('manifests of a commit are compared with the sources of that commit, not with those in the folder', async () => {
    const base = fresh();
    spoiled();
    const bad = commit();
    put('names', 'x y z');
    expect(await review(['--base', base, '--head', bad], { generate })).toEqual({ status: 1, stdout: '', stderr: stale(` of ${bad}`) });
    expect(await review(['--base', base, '--head', base], { generate })).toMatchObject({ status: 0, stderr: '' });
    expect(readdirSync(root).filter((name) => name.startsWith('.review-'))).toEqual([]);
  });

  test.each<[string, () => void, string]>([
    ['other packages', () => put('package-lock.json', '{"packages": {}}\n'), 'its package-lock.json is another than the one here'],
    ['no sources', () => rmSync(join(root, 'cdk8s.yaml')), 'it has no cdk8s.yaml'],
  ])('a commit with %s cannot be compared, and the review says so', async (_, change, why) => {
    const base = fresh();
    spoiled();
    change();
    const head = commit();
    execFileSync('git', ['checkout', '-q', base, '--', 'package-lock.json'], { cwd: root });
    expect(await review(['--base', base, '--head', head], { generate })).toMatchObject({
      status: expect.any(Number),
      stdout: expect.stringContaining('ConfigMap'),
      stderr: `whether manifests and plans of ${head} are what its sources generate is not known: ${why}\n`,
    });
  });
});

/** A YAML bomb of nested aliases: a gigabyte in a kilobyte. */
function bomb(): string {
  const levels = Array.from({ length: 9 }, (_, level) => `l${level + 1}: &l${level + 1} [${Array.from({ length: 9 }, () => `*l${level}`).join(', ')}]`);
  return ['apiVersion: v1', 'kind: ConfigMap', 'metadata: {name: a, namespace: shop}', 'l0: &l0 "x"', ...levels].join('\n');
}

describe('manifests of a commit', () => {
  test.each<[string, () => void, RegExp]>([
    ['a link', () => symlinkSync('a.yaml', join(manifests(), 'dev', 'b.yaml')), /dev\/b\.yaml at \w+ must be a file itself, received a link/],
    [
      'bytes that are not UTF-8',
      () => put('manifests/dev/b.yaml', Buffer.from([0xff, 0xfe])),
      /dev\/b\.yaml at \w+ must be text in UTF-8, received other bytes in line 1/,
    ],
  ])('%s among them is refused by its name', async (_, spoil, problem) => {
    const base = commit();
    spoil();
    const head = commit();
    expect(() => wanted({ commit: head })).toThrow(problem);
    expect(await review(['--base', base, '--head', head])).toMatchObject({ status: 1, stdout: '', stderr: expect.stringMatching(problem) });
  });

  test('another repository in place of a file is refused by its name', () => {
    const inside = commit();
    git('update-index', '--add', '--cacheinfo', `160000,${inside},manifests/dev/b.yaml`);
    git('commit', '-q', '-m', 'x');
    expect(() => wanted({ commit: 'HEAD' })).toThrow(/dev\/b\.yaml at \w+ must be a file itself, received a repository/);
  });
});

test('a folder of manifests that is a link to another one is not applied', () => {
  mkdirSync(join(root, 'elsewhere'));
  writeFileSync(join(root, 'elsewhere', 'a.yaml'), settings('a'));
  rmSync(join(manifests(), 'dev'), { recursive: true });
  symlinkSync(join(root, 'elsewhere'), join(manifests(), 'dev'));
  expect(() => wanted()).toThrow(/dev must be a folder itself, received a link to \S+elsewhere/);
});

describe('releases/dev.yaml', () => {
  const digest = `sha256:${'0'.repeat(64)}`;
  test.each<[string, () => void, RegExp]>([
    ['a folder', () => mkdirSync(join(root, 'releases', 'dev.yaml'), { recursive: true }), /dev\.yaml must be a file that can be read, received a folder/],
    ['two documents', () => put('releases/dev.yaml', `commit: ${'0'.repeat(40)}\n---\ndigest: ${digest}\n`), /dev\.yaml must /],
    ['capital digits', () => put('releases/dev.yaml', `commit: ${'A'.repeat(40)}\ndigest: ${digest}\n`), /dev\.yaml must /],
    ['a commit that YAML takes for a number', () => put('releases/dev.yaml', `commit: ${'1'.repeat(40)}\ndigest: ${digest}\n`), /dev\.yaml must /],
    ['a conflict that git left', () => put('releases/dev.yaml', `<<<<<<< HEAD\ncommit: a\n=======\ncommit: b\n>>>>>>> x\n`), /dev\.yaml must /],
    ['a list', () => put('releases/dev.yaml', '- 1\n'), /dev\.yaml must /],
  ])('%s approves nothing', async (_, spoil, problem) => {
    commit();
    spoil();
    expect(() => approvedIn(manifests(), 'dev')).toThrow(problem);
    expect(() => wanted({ released: true })).toThrow(problem);
    const never = (): never => {
      throw new Error('nobody is asked');
    };
    const promoted = await promoteCommand(['--env', 'dev'], { root, review: never, variables: {}, ask: never });
    expect(promoted).toMatchObject({ status: 1, stdout: '', stderr: expect.stringMatching(problem) });
  });
});

describe('commits', () => {
  test.each<[string, () => string]>([
    ['a tree', () => git('rev-parse', 'HEAD^{tree}')],
    ['a file', () => git('rev-parse', 'HEAD:manifests/dev/a.yaml')],
    ['a tag of a tree', () => (git('tag', 'tree', 'HEAD^{tree}'), 'tree')],
    ['a range', () => 'HEAD..HEAD'],
    ['a date that no log has', () => 'HEAD@{7}'],
    ['an option', () => '--all'],
  ])('%s is none', async (_, name) => {
    commit();
    const reference = name();
    expect(() => wanted({ commit: reference })).toThrow(/^--commit must be a commit of this repository/);
    expect(await review([`--base=${reference}`])).toMatchObject({ status: 1, stdout: '' });
  });

  test('a commit without manifests and one from another history have different errors', async () => {
    put('README.md', 'x');
    git('add', 'README.md');
    git('commit', '-q', '-m', 'first');
    const early = git('rev-parse', 'HEAD');
    commit();
    expect(() => wanted({ commit: early })).toThrow('--commit must have manifests of dev, received');
    expect((await review(['--base', early])).stdout).toContain('added ConfigMap `shop/a`');
    const other = git('commit-tree', '-m', 'other', git('rev-parse', 'HEAD^{tree}'));
    expect(await review(['--base', other])).toMatchObject({ status: 0, stdout: expect.stringContaining('No generated file changes.') });
  });

  test('a promotion whose former commit is missing from a shallow clone is refused', async () => {
    const first = commit();
    put('manifests/dev/a.yaml', settings('a', '2'));
    put('releases/dev.yaml', `commit: ${first}\ndigest: ${wanted({ commit: first }).digest}\n`);
    commit();
    const clone = join(root, 'clone');
    execFileSync('git', ['clone', '-q', '--depth', '1', `file://${root}`, clone]);
    const here = join(clone, 'manifests');
    expect(() => wanted({ manifests: here })).toThrow(
      /commit in \S+dev\.yaml must be a commit of this repository \(git fetch brings what a shallow clone left out\)/,
    );
    const ask = (): never => {
      throw new Error('nobody is asked');
    };
    const reviewed = (args: readonly string[]): Promise<Outcome> => review(args, { root: clone });
    const promoted = await promoteCommand(['--env', 'dev', '--manifests', here], { root: clone, review: reviewed, variables: {}, ask });
    expect(promoted).toMatchObject({ status: 1, stdout: '', stderr: expect.stringContaining('a shallow clone left out') });
  });
});

describe('kubectl', () => {
  const answering = (stdout: string): Kubectl => new Kubectl({ program: 'k' }, () => ({ status: 0, stdout, stderr: '' }));
  test.each(['version --output=json\n', 'hello', '<html>', 'Flag --x has been deprecated\n{}'])(
    'another program of that name is reported with its output: %j',
    (said) => {
      expect(answering(said).try(['get', 'nodes', '--output=json'])).toEqual({
        ok: false,
        why: `kubectl get nodes --output=json: k must be kubectl and answer in JSON, received ${JSON.stringify(said)}`,
      });
    },
  );

  test.each(['', '\n', '{}', ' {"a":1}', '[]'])('%j is an answer', (said) => {
    expect(answering(said).try(['get', 'nodes', '--output=json'])).toMatchObject({ ok: true });
    expect(answering('deleted').try(['delete', 'node/a'])).toMatchObject({ ok: true });
  });

  test.each(['/bin/echo', '/nowhere/kubectl', '/'])('drift with %s in its place exits with 1 and a sentence', async (program) => {
    const outcome = await driftCommand(['--env', 'dev', '--manifests', manifests(), '--kubectl', program], root, () => new Date(0));
    expect(outcome).toMatchObject({ status: 1, stdout: '', stderr: expect.stringMatching(/^kubectl get .*: (.* must be kubectl|.* is not there|.*EACCES)/) });
  });
});

describe('the record', () => {
  const good = { version: 1, environment: 'dev', phase: 'applied', target: { digest: 'sha256:0', who: 'a', at: 'b' }, keys: ['Namespace/a'] };
  const held = (record: string): Kubectl =>
    new Kubectl({}, () => ({ status: 0, stdout: JSON.stringify({ metadata: { resourceVersion: '1' }, data: { record } }), stderr: '' }));
  test('a complete record is read', () => expect(readRecord(held(JSON.stringify(good))).record).toMatchObject(good));
  test.each<[string, string]>([
    ['nothing', ''],
    ['half of it', JSON.stringify(good).slice(0, 60)],
    ['a phase that is none', JSON.stringify({ ...good, phase: 'done' })],
    ['no objects', JSON.stringify({ ...good, keys: undefined })],
    ['objects that are numbers', JSON.stringify({ ...good, keys: [1] })],
    ['objects without a name', JSON.stringify({ ...good, keys: ['Namespace/'] })],
    ['an object that would be an option', JSON.stringify({ ...good, keys: ['--all'] })],
    ['a version in words', JSON.stringify({ ...good, version: '1' })],
    ['a list', '[]'],
  ])('%s is refused as damaged', (_, record) => {
    expect(() => readRecord(held(record))).toThrow(/^the record in ConfigMap lyo-delivery\/applied is damaged: /);
  });
});
