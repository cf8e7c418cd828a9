/** Reports that are hostile, too large, of an older commit or no review; existing comments, our own and of others; a forge that refuses. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import type { Outcome } from '../../../command-line/outcome';
import { commentCommand } from '../../../delivery/comment-command';
import { plain } from '../../../delivery/comment/reported-review';
import { reviewSchema } from '../../../delivery/review/review-schema';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lyo-comment-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const [head, older] = ['a'.repeat(40), 'b'.repeat(40)];
const mark = '<!-- lyo-platform: review -->';

interface Request {
  readonly method: string;
  readonly path: string;
  readonly body: string | undefined;
}

class PlayedForge {
  public readonly requests: Request[] = [];
  public comments: readonly { readonly id: number; readonly body: string; readonly user: { readonly login: string } }[] = [];
  public pulls: readonly object[] = [
    { number: 7, head: { sha: head } },
    { number: 8, head: { sha: 'c'.repeat(40) } },
  ];
  public status = 200;

  public readonly ask = (url: string, { method = '', body }: RequestInit): Promise<Response> => {
    const path = url.replace('https://api.github.com/repos/o/r/', '');
    this.requests.push({ method, path, body: typeof body === 'string' ? (JSON.parse(body) as { body: string }).body : undefined });
    if (this.status !== 200) return Promise.resolve(new Response('{"message":"Resource not accessible by integration"}', { status: this.status }));
    const page = Number(/[?&]page=(\d+)/.exec(path)?.[1] ?? 1);
    const all = path.startsWith('pulls') ? this.pulls : this.comments;
    return Promise.resolve(new Response(method === 'GET' ? JSON.stringify(all.slice((page - 1) * 100, page * 100)) : '{}'));
  };

  /** Requests that change something. */
  public get writes(): readonly Request[] {
    return this.requests.filter(({ method }) => method !== 'GET');
  }
}

const object = (name: string, why = 'because') => ({ object: `Deployment lyo/${name}`, change: 'changed', risk: 'restarts', why, fields: [] });
const review = (objects: readonly object[], more: object = {}): object => ({
  ...{ version: 1, base: 'main', head: 'feature', risk: 'restarts', merged: [], sources: [] },
  environments: [{ name: 'dev', risk: 'restarts', why: 'because', infrastructure: [], replays: [], answers: [], during: [], objects }],
  ...more,
});

function reported(content: unknown): string {
  const file = join(folder, 'review.json');
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

const run = (forge: PlayedForge, content: unknown, commit = head): Promise<Outcome> =>
  commentCommand(['--review', reported(content), '--commit', commit], {
    variables: { GITHUB_TOKEN: 'secret-token', GITHUB_REPOSITORY: 'o/r' },
    ask: forge.ask,
  });

test('the first review writes a comment, and every later one edits it', async () => {
  const forge = new PlayedForge();
  expect(await run(forge, review([object('web')]))).toMatchObject({ status: 0, stdout: 'wrote the comment of pull request 7\n' });
  expect(forge.writes.map(({ method, path }) => [method, path])).toEqual([['POST', 'issues/7/comments']]);
  expect(forge.writes[0]?.body).toMatch(/^<!-- lyo-platform: review -->\n## Review[^]*Deployment `lyo\/web`[^]*Reported by the run of this pull request/);
  forge.comments = [
    { id: 1, body: `${mark}\nmine`, user: { login: 'somebody' } },
    { id: 2, body: `about ${mark}`, user: { login: 'github-actions[bot]' } },
    { id: 3, body: `${mark}\nold`, user: { login: 'github-actions[bot]' } },
  ];
  expect(await run(forge, review([object('web')]))).toMatchObject({ status: 0, stdout: 'edited the comment of pull request 7\n' });
  expect(forge.writes.at(-1)).toMatchObject({ method: 'PATCH', path: 'issues/comments/3' });
});

test('the comment and the pull request are found behind hundreds of others', async () => {
  const forge = new PlayedForge();
  forge.pulls = [...Array.from({ length: 130 }, (_, index) => ({ number: index + 100, head: { sha: older } })), { number: 7, head: { sha: head } }];
  forge.comments = [
    ...Array.from({ length: 250 }, (_, index) => ({ id: index + 10, body: 'hello', user: { login: 'somebody' } })),
    { id: 3, body: `${mark}\nold`, user: { login: 'github-actions[bot]' } },
  ];
  expect(await run(forge, review([object('web')]))).toMatchObject({ status: 0, stdout: 'edited the comment of pull request 7\n' });
});

test('a run for a commit that is no longer the head writes nothing', async () => {
  const forge = new PlayedForge();
  expect(await run(forge, review([object('web')]), older)).toMatchObject({ status: 0, stdout: expect.stringContaining('nothing to comment on') });
  expect(forge.writes).toEqual([]);
});

test('a missing file is refused, and the forge is not asked', async () => {
  const forge = new PlayedForge();
  const args = ['--review', join(folder, 'absent.json'), '--commit', head];
  expect(await commentCommand(args, { variables: {}, ask: forge.ask })).toMatchObject({ status: 1, stderr: expect.stringContaining('must be the file') });
  expect(forge.requests).toEqual([]);
});

test.each<[string, unknown, RegExp]>([
  ['no JSON', '#!/bin/sh\nrm -rf /', /must be JSON/],
  ['an empty file', '', /must be JSON/],
  ['a list', [], /must be a review/],
  ['another version', review([], { version: 2 }), /must be a review.*version/],
  ['a risk that there is not', review([], { risk: 'none' }), /must be a review.*risk/],
  ['objects of another shape', review([{ object: {}, toString: 'x' }]), /must be a review/],
  ['numbers as texts', review([], { merged: [{ commit: 1, subject: 2 }] }), /must be a review.*merged/],
  ['21 MB', ' '.repeat(21 * 1024 * 1024), /must have at most/],
])('%s is refused, and the forge is not asked', async (_, content, why) => {
  const forge = new PlayedForge();
  expect(await run(forge, content)).toMatchObject({ status: 1, stdout: '', stderr: expect.stringMatching(why) });
  expect(forge.requests).toEqual([]);
});

const hostile = [
  '@octocat @org/team',
  '![x](https://evil.example/pixel.png)',
  '[click](javascript:alert(1))',
  '<img src=x onerror=alert(1)>',
  '</details><script>alert(1)</script>',
  mark,
  'a\n\n## Approved by the maintainers',
  'a\r\n- [x] merged',
  '`` ` ``` @octocat',
  'www.evil.example https://evil.example ftp://evil.example',
  'fixes #1, GH-1, o/r#1',
  'a | b | c',
  '\u202Egnp.exe\u202C \u200B',
  '$(rm -rf /) ${{ github.token }}',
  '::set-output name=x::y',
  '&#64;octocat &lt;img&gt;',
  '~~gone~~ **bold** __bold__',
  '\\<img\\>',
] as const;

test.each(hostile)('%j in every text of a review changes only the one comment, and has no effect in it', async (text) => {
  const forge = new PlayedForge();
  const all = {
    ...review([
      { ...object(text, text), source: text, construct: text, fields: [{ path: text, before: text, after: { [text]: text }, risk: 'restarts', why: text }] },
    ]),
    ...{ base: text, head: text, pull_request: 1, number: 1, commit: older, repository: 'other/repository', __proto__: { risk: 'refused' } },
    merged: [{ commit: text, subject: text, pullRequest: 1 }],
    sources: [{ file: text, lines: [text] }],
  };
  expect(await run(forge, all)).toMatchObject({ status: 0, stdout: 'wrote the comment of pull request 7\n' });
  expect(forge.writes.map(({ method, path }) => [method, path])).toEqual([['POST', 'issues/7/comments']]);
  const body = (forge.writes[0]?.body ?? '').slice(mark.length);
  // the comment's own markup
  const foreign = body.replaceAll(/<\/?(details|summary)>/g, '');
  expect(foreign).not.toMatch(/[<@[\]]|:\/\/|www\.|\p{Bidi_Control}/u);
  expect(foreign).not.toMatch(/^(?!## Review|### )#/m);
  expect((body.match(/<details>/g) ?? []).length).toBe((body.match(/<\/details>/g) ?? []).length);
});

test('escaped text has no character of markup, and text without any stays unchanged', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => !/[<`@[\]|\\\n\r]|:\/\//.test(plain(text))));
  for (const text of ['spec.template.spec.containers.image', 'Deployment lyo-backend/backend', '500m → 1', 'a=b,c=d', '2 pods in 60 s'])
    expect(plain(text)).toBe(text);
});

test('the refusal of a forge is shown in its words, without the token', async () => {
  const forge = new PlayedForge();
  forge.status = 403;
  const { status, stderr } = await run(forge, review([object('web')]));
  expect([status, stderr]).toEqual([1, expect.stringMatching(/GET pulls: 403 Resource not accessible/)]);
  expect(stderr).not.toContain('secret-token');
});

test.each<[string, readonly string[], RegExp]>([
  ['no file', [], /--review must be/],
  ['half a commit', ['--review', 'x', '--commit', 'abc'], /--commit must have 40 digits/],
])('%s on the command line is refused', async (_, args, why) => {
  expect(await commentCommand(args, { variables: {}, ask: fetch })).toMatchObject({ status: 1, stderr: expect.stringMatching(why) });
});

test('without a commit the comment is printed, and it accepts what a review writes', async () => {
  const content = reviewSchema.parse(review([object('web')]));
  const { status, stdout } = await commentCommand(['--review', reported(content)], { variables: {}, ask: fetch });
  expect([status, stdout]).toEqual([0, expect.stringContaining('Deployment `lyo/web`')]);
});
