/** The manifests in the folder, the approved commit and the requested one differ in some part. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { approvalText, approvedIn, approvedRelease } from '../../delivery/approved';
import { releaseAt } from '../../delivery/apply/release';
import { ProjectCopy, type Run } from '../project-copy';

const root = mkdtempSync(join(tmpdir(), 'lyo-approved-'));
const manifests = join(root, 'manifests');
const git = (...args: readonly string[]): string =>
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', ...args], { cwd: root, encoding: 'utf8' });

function commit(version: number): string {
  mkdirSync(join(manifests, 'prod'), { recursive: true });
  mkdirSync(join(root, 'releases'), { recursive: true });
  const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'version', namespace: 'shop' }, data: { version: String(version) } };
  writeFileSync(join(manifests, 'prod', 'shop.yaml'), JSON.stringify(object));
  git('add', '--all');
  git('commit', '--quiet', '--message', String(version));
  return git('rev-parse', 'HEAD').trim();
}

function approve(text: string): void {
  writeFileSync(join(root, 'releases', 'prod.yaml'), text);
}

git('init', '--quiet');
const [old, current] = [commit(1), commit(2)];
const digestOfCommit = (of: string): string => releaseAt(manifests, of, 'prod')?.digest ?? '';
const digest = digestOfCommit(old);
afterAll(() => rmSync(root, { recursive: true }));
afterEach(() => rmSync(join(root, 'releases', 'prod.yaml'), { force: true }));

test('without a file nothing is approved; with one, the content of its commit is, whatever the folder holds now', () => {
  expect(approvedIn(manifests, 'prod')).toBeUndefined();
  approve(approvalText('prod', { commit: old, digest }));
  const approved = approvedIn(manifests, 'prod');
  expect(approved).toEqual({ commit: old, digest });
  expect(approvedRelease(manifests, 'prod', { commit: old, digest }).objects[0]?.body).toMatchObject({ data: { version: '1' } });
});

test.each([
  ['nothing', ''],
  ['no YAML', 'commit: ['],
  ['a branch', `commit: main\ndigest: ${digest}`],
  ['a part of a commit', `commit: ${old.slice(0, 12)}\ndigest: ${digest}`],
  ['no digest', `commit: ${old}`],
  ['a digest of another kind', `commit: ${old}\ndigest: md5:0`],
  ['something else too', `commit: ${old}\ndigest: ${digest}\nforce: true`],
])('a file with %s is refused', (_, text) => {
  approve(text);
  expect(() => approvedIn(manifests, 'prod')).toThrow(/releases\/prod\.yaml must /);
});

test('a digest of another commit and an unknown commit are refused', () => {
  expect(() => approvedRelease(manifests, 'prod', { commit: current, digest })).toThrow(`the digest must be that of commit ${current}`);
  expect(() => approvedRelease(manifests, 'prod', { commit: '0'.repeat(40), digest })).toThrow('git fetch brings what a shallow clone left out');
});

describe('npm run apply and npm run digest', () => {
  const project = new ProjectCopy();
  afterAll(() => project.remove());
  // the error of the first call shows that a cluster was asked
  const apply = (...args: readonly string[]): Run =>
    project.run('delivery/apply.ts', ['--env', 'prod', '--manifests', manifests, '--kubectl', '/nowhere/kubectl', ...args]);
  const print = (...args: readonly string[]): Run => project.run('delivery/print-digest.ts', ['--env', 'prod', '--manifests', manifests, ...args]);
  const asked = expect.stringContaining('/nowhere/kubectl is not there');

  test('the approved commit is applied, and another one is refused before a cluster is asked', () => {
    expect(apply('--released').stderr).toContain('--released must find');
    expect(apply().stderr).toEqual(asked);
    expect(print('--write').stdout).toContain(`of commit ${current}`);
    expect(apply('--released').stderr).toEqual(asked);
    expect(apply('--commit', old).stderr).toContain(`--commit must be ${current}, which`);
    expect(apply('--digest', digest).stderr).toContain(`received ${digest}`);
    expect(apply('--digest', digestOfCommit(current)).stderr).toEqual(asked);
    expect(print('--outputs').stdout).toBe(`commit=${current}\ndigest=${digestOfCommit(current)}\ninfrastructure=true\n`);
  });

  test('uncommitted manifests cannot be approved', () => {
    writeFileSync(join(manifests, 'prod', 'more.yaml'), '');
    expect(print('--write')).toMatchObject({ status: 1, stderr: expect.stringContaining('approved files must be committed') });
    expect(print('--commit', old).stdout).toBe(`${digest}\nof commit ${old}\n`);
    rmSync(join(manifests, 'prod', 'more.yaml'));
  });
});
