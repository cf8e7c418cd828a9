/** Releases from a registry that differ in some part from what a holder of the key published. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { artifactNamed, repositoryNamed } from '../../../delivery/artifact/artifact-name';
import { digestOfBytes, manifestText, publishedRelease } from '../../../delivery/artifact/artifact-manifest';
import { fetchedRelease } from '../../../delivery/artifact/fetched-release';
import { RegistryTools } from '../../../delivery/artifact/registry-tools';
import { packed } from '../../../delivery/artifact/tar';
import { digestOf, type GeneratedFile } from '../../../delivery/digest';
import type { Ended, Run } from '../../../delivery/kubectl';
import { publishCommand } from '../../../delivery/publish-command';

const commit = 'c'.repeat(40);
const repository = 'registry.example/lyo/dev';
const object = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: shop}\n';
const good: readonly GeneratedFile[] = [
  { path: 'manifests/dev/a.yaml', content: object },
  { path: 'plans/dev.yaml', content: 'environment: dev\nresources: []\n' },
];

/** A registry in memory, as oras and cosign see it. */
class PlayedRegistry {
  public readonly blobs = new Map<string, Buffer>();
  public readonly signed = new Set<string>();
  public readonly asked: string[] = [];

  public readonly run: Run = (program, args) => {
    this.asked.push([program, ...args].join(' '));
    const [verb] = args;
    const [, digest = ''] = args.at(-1)?.split('@') ?? [];
    if (verb === 'verify') return this.signed.has(digest) ? ended({}) : ended({ status: 1, stderr: 'WARNING: a\nError: no signatures found\nmore' });
    const content = this.blobs.get(digest);
    if (content === undefined) return ended({ status: 1, stderr: 'Error: not found' });
    writeFileSync(args[args.indexOf('--output') + 1] ?? '', content);
    return ended({});
  };

  public put(bytes: Buffer | string): string {
    const content = Buffer.from(bytes);
    this.blobs.set(digestOfBytes(content), content);
    return digestOfBytes(content);
  }

  /** @returns the reference of the release */
  public release(files: readonly GeneratedFile[], how: { readonly environment?: string; readonly digest?: string; readonly archive?: Buffer } = {}): string {
    const archive = how.archive ?? gzipSync(packed(files));
    const layer = { digest: this.put(archive), size: archive.length };
    const { environment = 'dev', digest = digestOf(files) } = how;
    const made = this.put(manifestText({ environment, digest, commit, layer }, '2026-01-01T00:00:00Z'));
    this.signed.add(made);
    return made;
  }
}

function ended(how: Partial<Ended>): Ended {
  return { status: 0, stdout: '', stderr: '', ...how };
}

let registry: PlayedRegistry;
beforeEach(() => (registry = new PlayedRegistry()));
const fetch = (digest: string): ReturnType<typeof fetchedRelease> =>
  fetchedRelease(new RegistryTools({}, registry.run), { artifact: { repository, digest }, environment: 'dev', key: 'lyo.pub' });

test('a valid release has its objects, digest, commit and name', () => {
  const digest = registry.release(good);
  expect(fetch(digest)).toMatchObject({
    environment: 'dev',
    digest: digestOf(good),
    commit,
    artifact: `oci://${repository}@${digest}`,
    objects: [{ name: 'a' }],
  });
  expect(registry.asked[0]).toMatch(/^cosign verify --key lyo\.pub /);
});

test('nothing is fetched before the signature is verified', () => {
  const digest = registry.release(good);
  registry.signed.clear();
  expect(() => fetch(digest)).toThrow(
    /nothing was asked of the cluster: .*\n {2}it must be signed with the key of --key: cosign verify: Error: no signatures found$/,
  );
  expect(registry.asked).toHaveLength(1);
});

test.each<[string, RegExp, (into: PlayedRegistry) => string]>([
  ['a manifest of other bytes', /must have the digest/, (into) => lied(into, into.release(good))],
  ['a layer of other bytes', /must have the digest/, (into) => withOtherLayer(into)],
  ['a layer that is not there', /not found/, (into) => withoutLayer(into)],
  ['a layer that is no archive', /incorrect header|must|damaged|end/, (into) => into.release(good, { archive: Buffer.from('nothing') })],
  ['a layer that grows beyond all bounds', /larger than|buffer/i, (into) => into.release(good, { archive: gzipSync(Buffer.alloc(70 * 1024 * 1024)) })],
  ['files of another digest', /must have the digest that it states/, (into) => into.release(good, { digest: `sha256:${'1'.repeat(64)}` })],
  ['a release of another environment', /must be a release of dev, received one of prod/, (into) => into.release(good, { environment: 'prod' })],
  ['no manifests', /must hold manifests of dev/, (into) => into.release(good.slice(1))],
  ...[
    'manifests/prod/a.yaml',
    '../a.yaml',
    '/etc/a.yaml',
    'manifests/dev/../../a.yaml',
    'manifests/dev/.a.yaml',
    'manifests/dev/a.txt',
    'releases/dev.yaml',
  ].map(
    (path) =>
      [`the file ${path}`, /must hold manifests and the plan of dev alone/, (into: PlayedRegistry) => into.release([...good, { path, content: object }])] as [
        string,
        RegExp,
        (into: PlayedRegistry) => string,
      ],
  ),
  ['an image', /must be a release, as npm run publish makes it/, (into) => signed(into, JSON.stringify({ schemaVersion: 2, layers: [] }))],
  ['no JSON', /must be a release, as npm run publish makes it/, (into) => signed(into, 'hello')],
  ['manifests that are no YAML', /must be YAML/, (into) => into.release([{ path: 'manifests/dev/a.yaml', content: 'a: [' }])],
])('%s is refused, although it is signed', (_, problem, make) => {
  const digest = make(registry);
  expect(() => fetch(digest)).toThrow(problem);
  expect(() => fetch(digest)).toThrow(/^nothing was asked of the cluster: oci:/);
});

function signed(into: PlayedRegistry, text: string): string {
  const digest = into.put(text);
  into.signed.add(digest);
  return digest;
}

function lied(into: PlayedRegistry, digest: string): string {
  into.blobs.set(digest, Buffer.from(`${String(into.blobs.get(digest))} `));
  return digest;
}

function layerOf(into: PlayedRegistry, digest: string): string {
  return publishedRelease(into.blobs.get(digest) ?? Buffer.alloc(0)).layer.digest;
}

function withOtherLayer(into: PlayedRegistry): string {
  const digest = into.release(good);
  lied(into, layerOf(into, digest));
  return digest;
}

function withoutLayer(into: PlayedRegistry): string {
  const digest = into.release(good);
  into.blobs.delete(layerOf(into, digest));
  return digest;
}

test('a missing program is named, with how to install it', () => {
  const absent = Object.assign(new Error('spawnSync cosign ENOENT'), { code: 'ENOENT' });
  const tools = new RegistryTools({}, () => ({ ...ended({ status: null }), error: absent }));
  expect(() => fetchedRelease(tools, { artifact: { repository, digest: `sha256:${'0'.repeat(64)}` }, environment: 'dev', key: 'k' })).toThrow(
    'cosign is not there: install cosign 3 (docs.sigstore.dev), or name it with --cosign',
  );
});

test.each([
  'oci://registry.example/lyo/dev:latest',
  'oci://registry.example/lyo/dev',
  'registry.example/lyo/dev@sha256:' + '0'.repeat(64),
  'oci://registry.example/lyo/dev@sha256:' + '0'.repeat(63),
  'oci://registry.example/lyo/dev@sha512:' + '0'.repeat(128),
  'oci://somebody:password@registry.example/lyo/dev@sha256:' + '0'.repeat(64),
  'oci://registry.example/lyo/../dev@sha256:' + '0'.repeat(64),
  'oci://registry.example/--help@sha256:' + '0'.repeat(64),
  'oci://-registry/lyo@sha256:' + '0'.repeat(64),
  'oci://registry.example/lyo/dev@sha256:' + '0'.repeat(64) + '\n',
  '',
])('a release must be named by its digest: %j is refused', (text) => {
  expect(() => artifactNamed('--from', text)).toThrow(/^--from must be oci:/);
});

test.each(['registry.example/lyo/dev:latest', 'lyo', '', 'registry.example/Lyo', 'http://registry.example/lyo'])('the repository %j is refused', (text) => {
  expect(() => repositoryNamed('--to', text)).toThrow(/^--to must be /);
});

describe('npm run publish', () => {
  let root: string;
  const git = (...args: readonly string[]): string =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], { cwd: root, encoding: 'utf8' }).trim();
  const put = (file: string, text: string): void => {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  };
  /** Writes a program that logs its arguments and keeps the pushed files. */
  const tool = (name: string): string => {
    put(
      name,
      `#!/bin/sh\necho ${name} "$@" >> ${join(root, 'called')}\nfor last; do :; done\ncase "$2" in push) cp "$last" ${join(root, 'pushed')}-$1-$(ls ${root} | wc -l);; esac\n`,
    );
    execFileSync('chmod', ['+x', join(root, name)]);
    return join(root, name);
  };
  const publish = (...args: readonly string[]): ReturnType<typeof publishCommand> =>
    publishCommand(['--env', 'dev', '--to', repository, '--key', 'lyo.key', '--oras', tool('oras'), '--cosign', tool('cosign'), ...args], root);
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'lyo-publish-'));
    git('init', '-q', '-b', 'main');
    for (const { path, content } of good) put(path, content);
    git('add', '.');
    git('commit', '-q', '-m', 'x');
  });
  afterEach(() => rmSync(root, { recursive: true }));

  test('the same commit gives the same artifact, whatever the folder holds, and it is signed after the push', async () => {
    const first = await publish();
    expect(first).toMatchObject({ status: 0, stdout: expect.stringContaining(`${digestOf(good)}, of commit ${git('rev-parse', 'HEAD')}: 2 files`) });
    const called = readFileSync(join(root, 'called'), 'utf8').trim().split('\n');
    expect(called.map((line) => line.split(' ').slice(0, 3).join(' '))).toEqual([
      'oras blob push',
      'oras blob push',
      'oras manifest push',
      'cosign sign --yes',
    ]);
    expect(called.at(-1)).toContain(first.stdout.split('\n')[0]?.slice('oci://'.length));
    put('manifests/dev/a.yaml', 'not committed');
    expect((await publish()).stdout).toBe(first.stdout);
  });

  test('the approved commit is published if there is one', async () => {
    const approved = git('rev-parse', 'HEAD');
    put('releases/dev.yaml', `commit: ${approved}\ndigest: ${digestOf(good)}\n`);
    put('manifests/dev/a.yaml', object.replace('name: a', 'name: b'));
    git('add', '.');
    git('commit', '-q', '-m', 'y');
    expect((await publish()).stdout).toContain(`of commit ${approved}`);
    expect((await publish('--commit', 'HEAD')).stdout).toContain(`of commit ${git('rev-parse', 'HEAD')}`);
    put('releases/dev.yaml', `commit: ${approved}\ndigest: sha256:${'0'.repeat(64)}\n`);
    expect(await publish()).toMatchObject({ status: 1, stderr: expect.stringContaining('the digest must be that of commit') });
  });

  test.each<[string, readonly string[], RegExp]>([
    ['an environment that is not there', ['--env', 'prod'], /--env must be one of dev, received prod/],
    ['no key', ['--key', ''], /--key must be/],
    ['a repository with a tag', ['--to', `${repository}:1`], /--to must be/],
    ['a commit that is not there', ['--commit', 'nowhere'], /--commit must be a commit/],
    ['no oras', ['--oras', '/nowhere/oras'], /\/nowhere\/oras is not there: install oras/],
  ])('%s is refused with exit code 1', async (_, args, problem) => {
    expect(await publish(...args)).toMatchObject({ status: 1, stdout: '', stderr: expect.stringMatching(problem) });
  });

  test('the refusal of a registry is shown in its own words, and nothing is signed', async () => {
    const refusing = tool('refusing');
    writeFileSync(refusing, '#!/bin/sh\necho "Error response from registry: denied" >&2\nexit 1\n');
    expect(await publish('--oras', refusing)).toMatchObject({ status: 1, stderr: expect.stringContaining('blob push: Error response from registry: denied') });
  });
});
