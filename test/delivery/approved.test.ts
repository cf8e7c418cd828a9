/** Kind: what lies there, what is approved and what is asked for differ, in any of their parts. */
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

test('without a file nothing is approved, and with one what its commit had, whatever lies there now', () => {
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

test('a digest of another commit, and a commit that is not here, are refused', () => {
  expect(() => approvedRelease(manifests, 'prod', { commit: current, digest })).toThrow(`the digest must be that of commit ${current}`);
  expect(() => approvedRelease(manifests, 'prod', { commit: '0'.repeat(40), digest })).toThrow('git fetch brings what a shallow clone left out');
});

describe('npm run apply and npm run digest', () => {
  const project = new ProjectCopy();
  afterAll(() => project.remove());
  // told by the first question that a cluster was asked at all
  const apply = (...args: readonly string[]): Run =>
    project.run('delivery/apply.ts', ['--env', 'prod', '--manifests', manifests, '--kubectl', '/nowhere/kubectl', ...args]);
  const print = (...args: readonly string[]): Run => project.run('delivery/print-digest.ts', ['--env', 'prod', '--manifests', manifests, ...args]);
  const asked = expect.stringContaining('/nowhere/kubectl is not there');

  test('what is approved is applied, and what else is asked for is refused before a cluster is asked', () => {
    expect(apply('--released').stderr).toContain('--released must find');
    expect(apply().stderr).toEqual(asked);
    expect(print('--write').stdout).toContain(`of commit ${current}`);
    expect(apply('--released').stderr).toEqual(asked);
    expect(apply('--commit', old).stderr).toContain(`--commit must be ${current}, which`);
    expect(apply('--digest', digest).stderr).toContain(`received ${digest}`);
    expect(apply('--digest', digestOfCommit(current)).stderr).toEqual(asked);
    expect(print('--outputs').stdout).toBe(`commit=${current}\ndigest=${digestOfCommit(current)}\ninfrastructure=true\n`);
  });

  test('what is not committed cannot be approved', () => {
    writeFileSync(join(manifests, 'prod', 'more.yaml'), '');
    expect(print('--write')).toMatchObject({ status: 1, stderr: expect.stringContaining('approved files must be committed') });
    expect(print('--commit', old).stdout).toBe(`${digest}\nof commit ${old}\n`);
    rmSync(join(manifests, 'prod', 'more.yaml'));
  });
});
