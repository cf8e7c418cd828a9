/** How-tos: files, scripts and tests in them must exist, and their steps must still work. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { synthesize } from '../../charts/synthesis';
import { regions } from '../../config/google/regions';
import { validate, validated } from '../../config/validate';
import { isFixture, ownText } from '../../e2e/how-tos/own-project';
import { edited, stepsOf } from '../../e2e/how-tos/page';
import { altered } from '../altered';
import { dev } from '../fixtures/dev';

const root = join(__dirname, '..', '..');
const folder = join(root, 'docs', 'how-to');
const { scripts } = z.object({ scripts: z.record(z.string(), z.string()) }).parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));
const scenarios = readdirSync(join(root, 'e2e', 'scenarios')).map((name) => name.replace('.ts', ''));
const pages = readdirSync(folder)
  .filter((name) => name !== 'README.md')
  .map((name) => [name, readFileSync(join(folder, name), 'utf8')] as const);

test('each common change has a page, and the index names every page', () => {
  expect(pages).toHaveLength(13);
  const named = [...readFileSync(join(folder, 'README.md'), 'utf8').matchAll(/\]\(([\w-]+\.md)\)/g)].map(([, name = '']) => name);
  expect(named.sort()).toEqual(pages.map(([name]) => name).sort());
});

test.each(pages)('%s names files, scripts and scenarios that exist', (_, text) => {
  const quoted = [...text.matchAll(/`([^`]+)`/g)].map(([, quote = '']) => quote);
  const files = quoted.filter((quote) => /^[\w.-]+\/[\w./-]*$/.test(quote));
  expect(files.filter((file) => !existsSync(join(root, file)))).toEqual([]);
  const ran = quoted.flatMap((quote) => /^npm (?:run )?([a-z0-9:]+)/.exec(quote)?.slice(1, 2) ?? []);
  expect(ran.filter((name) => !(name in scripts))).toEqual([]);
  const played = quoted.flatMap((quote) => /^npm run e2e -- (.+)$/.exec(quote)?.[1]?.split(' ') ?? []);
  expect(played.filter((name) => !scenarios.includes(name))).toEqual([]);
  const tests = quoted.flatMap((quote) => /^npx jest (.+)$/.exec(quote)?.slice(1, 2) ?? []);
  expect(tests.filter((name) => !existsSync(join(root, `${name}.test.ts`)))).toEqual([]);
});

test.each(pages)('%s says how many files change and which test covers it', (_, text) => {
  const [, tried = ''] = /^Files: \d.*Tested by (.+)\.$/m.exec(text) ?? [];
  const tests = [...tried.matchAll(/`([^`]+)`/g)].map(([, file = '']) => file);
  expect(tests.length).toBeGreaterThan(0);
  for (const file of tests) expect([file, existsSync(join(root, file))]).toEqual([file, true]);
});

/** The scenario how-tos runs the commands; this test applies the changes of a page one after the other. */
test.each(pages)('%s shows commands with their output, and its changes apply to the files', (_, text) => {
  const steps = stepsOf(text);
  const commands = steps.flatMap((step) => (step.kind === 'commands' ? step.commands : []));
  expect(commands.length).toBeGreaterThanOrEqual(3);
  const called = commands.flatMap(({ command }) => /^npm (?:run )?([a-z0-9:]+)/.exec(command)?.slice(1, 2) ?? []);
  expect(called.filter((name) => !(name in scripts))).toEqual([]);
  const changed = new Map<string, string>();
  const standing = (file: string): string | undefined => changed.get(file) ?? (isFixture(file) || existsSync(join(root, file)) ? ownText(file) : undefined);
  // without changes of workflows: users who followed the page have made them, and they do not apply a second time
  const fitting = steps.flatMap((step) => (step.kind === 'edits' ? step.edits : [])).filter(({ file }) => !file.startsWith('.github/workflows/'));
  for (const edit of fitting) changed.set(edit.file, edited(standing(edit.file), edit));
});

test.each([
  ['a command that does not tell how it ends', '```console\n$ npm start\n```'],
  ['output without a command', '```console\nwritten to manifests/\n```'],
  ['a change that does not tell of which file', '```diff\n-a\n+b\n```'],
])('%s is refused', (_, text) => {
  expect(() => stepsOf(text)).toThrow('must');
});

test('a change is applied only where its lines occur exactly once', () => {
  const [step] = stepsOf('```diff\n+++ a.ts\n one\n-two\n+deux\n@@\n four\n+five\n```');
  if (step?.kind !== 'edits') throw new Error('a block diff must be changes');
  expect(step.edits.reduce((text, edit) => edited(text, edit), 'one\ntwo\nthree\nfour\n')).toBe('one\ndeux\nthree\nfour\nfive\n');
  for (const text of [undefined, 'one\n', 'one\ntwo\none\ntwo\n']) expect(() => edited(text, step.edits[0]!)).toThrow('a.ts must contain once');
  const created = { file: 'new.ts', from: '', to: 'text' };
  expect(edited(undefined, created)).toBe('text\n');
  expect(() => edited('', created)).toThrow('new.ts must not exist');
});

/** A copy of dev in another region, made as the page says. */
function copied(name: string, region: string): unknown {
  const google = {
    ...dev.google,
    project: `lyo-platform-${name}`,
    region,
    zones: dev.google.zones.map((_, index) => `${region}-${regions[region]?.[index] ?? ''}`),
  };
  const image = `${region}-docker.pkg.dev/${google.project}/${dev.registry.repository}/backend:1.0.0`;
  return altered(dev, { name, google, 'workloads[0].image': image });
}

test.each(['stage', 'prod-us'])('an environment %s copied from dev is valid beside it, and has the same charts', (name) => {
  const charts = validated([dev, copied(name, dev.google.region)]).map((environment) => synthesize(environment).map((file) => file.name));
  expect(charts).toHaveLength(2);
  expect(charts[1]).toEqual(charts[0]);
});

test('a copy that keeps the name or the project of dev is refused', () => {
  expect(() => validated([dev, altered(dev, { name: 'stage' })])).toThrow('google.project');
  expect(() => validated([dev, altered(dev, { 'google.project': 'lyo-platform-stage' })])).toThrow('name');
});

test.each(Object.keys(regions))('an environment can be in %s', (region) => {
  expect(validate(copied('other', region))).toMatchObject({ ok: true });
});
