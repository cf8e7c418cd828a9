import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { releaseAt, releaseIn } from '../../delivery/apply/release';
import { digestOf } from '../../delivery/digest';

const files = [
  { path: 'plans/dev.yaml', content: 'a: ä\n' },
  { path: 'manifests/dev/b.yaml', content: 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: b }\n' },
  { path: 'manifests/dev/a.yaml', content: 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n' },
];

describe('the digest of an environment', () => {
  const root = mkdtempSync(join(tmpdir(), 'lyo-digest-'));
  afterAll(() => rmSync(root, { recursive: true }));
  const git = (...args: readonly string[]): string =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', ...args], { cwd: root, encoding: 'utf8' });
  const write = (path: string, content: string): void => {
    mkdirSync(join(root, path, '..'), { recursive: true });
    writeFileSync(join(root, path), content);
  };

  test('is the SHA-256 of the lines that sha256sum prints', () => {
    for (const { path, content } of files) write(path, content);
    const lines = execFileSync('sh', ['-c', 'LC_ALL=C sha256sum manifests/dev/*.yaml plans/dev.yaml | sha256sum'], { cwd: root, encoding: 'utf8' });
    expect(digestOf(files)).toBe(`sha256:${lines.split(' ')[0] ?? ''}`);
  });

  test('is the same for a folder and for its commit, which the release names', () => {
    git('init', '--quiet');
    git('add', '--all');
    git('commit', '--quiet', '--message', 'first');
    const head = git('rev-parse', 'HEAD').trim();
    const here = releaseIn(join(root, 'manifests'), 'dev');
    expect(here).toMatchObject({ digest: digestOf(files), commit: head });
    expect(releaseAt(join(root, 'manifests'), head, 'dev')).toMatchObject({ digest: here.digest, objects: [{ name: 'a' }, { name: 'b' }] });
    expect(releaseAt(join(root, 'manifests'), head, 'prod')).toBeUndefined();
  });

  test('changes with every byte, name and plan, and is then the digest of no commit', () => {
    const before = releaseIn(join(root, 'manifests'), 'dev').digest;
    for (const [path, content] of [
      ['plans/dev.yaml', 'a: 1\n'],
      ['manifests/dev/b.yaml', `${files[1]?.content ?? ''}# more\n`],
      ['manifests/dev/c.yaml', (files[1]?.content ?? '').replace('{ name: b }', '{ name: c }')],
    ] as const) {
      write(path, content);
      const after = releaseIn(join(root, 'manifests'), 'dev');
      expect([path, after.digest === before, after.commit]).toEqual([path, false, undefined]);
      git('checkout', '--quiet', '.');
      git('clean', '--quiet', '--force', '-d');
    }
    expect(releaseIn(join(root, 'manifests'), 'dev').digest).toBe(before);
  });
});
