/** Pins an image that the sources name once, twice, in another way or not at all; proposes a change once, twice, or an empty one. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Outcome } from '../../../command-line/outcome';
import { withImage } from '../../../delivery/new/image-edit';
import { pinCommand } from '../../../delivery/pin-command';
import { proposeCommand } from '../../../delivery/propose-command';

const image = `europe-west1-docker.pkg.dev/p/lyo/backend:1.4.0@sha256:${'0123456789abcdef'.repeat(4)}`;
let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'lyo-propose-'));
});
afterEach(() => rmSync(root, { recursive: true }));

const source = (own: string): string => `export const dev = {
  // the image of another thing
  image: 'not/this:1',
  workloads: [
    { name: 'worker', image: 'a/worker:1', kind: 'worker' },
    {
      name: 'backend', // ours
      ${own}
    },
  ],
};
`;

test('only the image of the workload is replaced', () => {
  const before = source(`image: "a/backend:1", // until Monday`);
  const after = withImage(before, 'backend', image);
  expect(after).toBe(before.replace('"a/backend:1"', `'${image}'`));
  expect(withImage(before, 'worker', image)).toContain(`{ name: 'worker', image: '${image}', kind`);
});

test.each([
  ['one that is there not', source(`image: 'a:1',`), 'orders'],
  ['an image from somewhere else', source('image: images.backend,'), 'backend'],
  ['an image that is put together', source('image: `${registry}/backend:1`,'), 'backend'],
  ['no image', source(''), 'backend'],
])('%s is not edited', (_, text, workload) => {
  expect(withImage(text, workload, image)).toBeUndefined();
});

describe('pin', () => {
  const pin = (args: readonly string[]): Promise<Outcome> => pinCommand(args, root);
  beforeEach(() => {
    writeFileSync(join(root, 'dev.ts'), source(`image: 'a/backend:1',`));
    writeFileSync(join(root, 'versions.json'), '{\n  "images": {\n    "pause": "registry.k8s.io/pause:3.10"\n  }\n}\n');
  });

  test('writes the digest at the image of the workload or the component', async () => {
    expect(await pin(['--env', 'dev', '--workload', 'backend', '--image', image])).toMatchObject({ status: 0 });
    expect(readFileSync(join(root, 'dev.ts'), 'utf8')).toContain(`image: '${image}',`);
    expect(await pin(['--component', 'pause', '--image', image])).toMatchObject({ status: 0 });
    expect(JSON.parse(readFileSync(join(root, 'versions.json'), 'utf8'))).toEqual({ images: { pause: image } });
  });

  test.each<[string, readonly string[], RegExp]>([
    ['a tag alone', ['--env', 'dev', '--workload', 'backend', '--image', 'a/b:1'], /--image must/],
    ['a digest that is cut', ['--env', 'dev', '--workload', 'backend', '--image', image.slice(0, -1)], /--image must/],
    ['a text that ends the text', ['--env', 'dev', '--workload', 'backend', '--image', `a/b'; process.exit(0); '@sha256:${'0'.repeat(64)}`], /--image must/],
    ['an environment of another folder', ['--env', '../dev', '--workload', 'backend', '--image', image], /--env must/],
    ['an environment that is not there', ['--env', 'prod', '--workload', 'backend', '--image', image], /--env must/],
    ['a workload that is not there', ['--env', 'dev', '--workload', 'x', '--image', image], /--workload must/],
    ['a component that is not there', ['--component', 'p.*', '--image', image], /--component must/],
    ['neither', ['--env', 'dev', '--image', image], /--workload or --component/],
    ['a tag with another line', ['--name-of', 'backend-1\nimage=x', '--registry', 'r.example/p'], /--name-of must/],
    ['a registry of nowhere', ['--name-of', 'backend-1', '--registry', ''], /--registry must/],
  ])('%s is refused, and no file is changed', async (_, args, why) => {
    const before = readFileSync(join(root, 'dev.ts'), 'utf8');
    expect(await pin(args)).toMatchObject({ status: 1, stderr: expect.stringMatching(why) });
    expect(readFileSync(join(root, 'dev.ts'), 'utf8')).toBe(before);
  });

  test('names the image of a tag', async () => {
    const { stdout } = await pin(['--name-of', 'order-desk-1.4.0-rc.1', '--registry', 'r.example/p/lyo']);
    expect(stdout).toBe('repository=r.example/p/lyo/order-desk\nimage=r.example/p/lyo/order-desk:1.4.0-rc.1\n');
  });
});

describe('propose', () => {
  const project = (): string => join(root, 'project');
  const git = (...args: readonly string[]): string => {
    mkdirSync(project(), { recursive: true });
    return execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], { cwd: project(), encoding: 'utf8' }).trim();
  };
  const asked: string[] = [];
  const forge = (url: string, { method = '' }: RequestInit): Promise<Response> => {
    asked.push(`${method} ${url}`);
    const open = asked.filter((one) => one.startsWith('POST')).length > 0 ? [{ number: 7, html_url: 'https://github.com/o/r/pull/7' }] : [];
    return Promise.resolve(new Response(JSON.stringify(method === 'GET' ? open : { number: 7, html_url: 'https://github.com/o/r/pull/7' })));
  };
  const propose = (...args: readonly string[]): Promise<Outcome> =>
    proposeCommand(['--branch', 'release/backend', '--title', 'Run backend-1.4.0 in dev', ...args], {
      root: project(),
      variables: { GITHUB_TOKEN: 'secret-token', GITHUB_REPOSITORY: 'o/r' },
      ask: forge,
    });
  beforeEach(() => {
    asked.length = 0;
    git('init', '-q', '-b', 'main');
    execFileSync('git', ['init', '-q', '--bare', join(root, 'origin.git')]);
    git('remote', 'add', 'origin', join(root, 'origin.git'));
    writeFileSync(join(project(), 'kept.txt'), '1');
    writeFileSync(join(project(), '.gitignore'), 'ignored.txt\n');
    git('add', '.');
    git('commit', '-q', '-m', 'first');
  });

  test('all changes become one commit on a branch, and the working tree stays unchanged', async () => {
    expect(await propose('--pull-request')).toMatchObject({ status: 0, stdout: 'nothing was changed: nothing to propose\n' });
    expect(asked).toEqual([]);
    writeFileSync(join(project(), 'new.txt'), 'another content');
    writeFileSync(join(project(), 'ignored.txt'), '1');
    rmSync(join(project(), 'kept.txt'));
    const before = git('status', '--porcelain');
    expect(await propose('--pull-request')).toMatchObject({ status: 0, stdout: 'pushed release/backend: https://github.com/o/r/pull/7\n' });
    expect(git('status', '--porcelain')).toBe(before);
    git('fetch', '-q', 'origin');
    expect(git('diff', '--name-status', 'HEAD', 'origin/release/backend')).toBe('D\tkept.txt\nA\tnew.txt');
    expect(await propose('--pull-request')).toMatchObject({ status: 0 });
    expect(asked.map((one) => one.split(' ')[0])).toEqual(['GET', 'POST', 'GET', 'PATCH']);
  });

  test.each<[string, readonly string[], RegExp]>([
    ['main', ['--branch', 'main'], /--branch must/],
    ['a branch of somebody', ['--branch', 'feature/x'], /--branch must/],
    ['an option of git', ['--branch=--force'], /--branch/],
    ['a title of two lines', ['--title', 'a\nb'], /--title must/],
  ])('%s is refused', async (_, args, why) => {
    writeFileSync(join(project(), 'new.txt'), '1');
    expect(await propose(...args)).toMatchObject({ status: 1, stderr: expect.stringMatching(why) });
    expect(execFileSync('git', ['branch'], { cwd: join(root, 'origin.git'), encoding: 'utf8' })).toBe('');
  });
});
