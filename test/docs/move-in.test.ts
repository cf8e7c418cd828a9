/** The guide docs/move-in.md: its configuration is valid, its commands print what it shows, and it matches the application beside it. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { asShipped } from '../../e2e/how-tos/own-project';
import { edited, stepsOf, type FileEdit, type TypedCommand } from '../../e2e/how-tos/page';
import { ProjectCopy } from '../project-copy';

const root = join(__dirname, '..', '..');
const page = readFileSync(join(root, 'docs', 'move-in.md'), 'utf8');
const { scripts } = z.object({ scripts: z.record(z.string(), z.string()) }).parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));
const copy = new ProjectCopy();
afterAll(() => copy.remove());

writeFileSync(copy.path('config/dev.ts'), asShipped(copy.read('config/dev.ts')));

function make(edit: FileEdit): void {
  const path = copy.path(edit.file);
  writeFileSync(path, edited(existsSync(path) ? readFileSync(path, 'utf8') : undefined, edit));
}

/** Differences between a command and the page. */
function wrong({ command, status, prints }: TypedCommand): readonly string[] {
  const ended = spawnSync('bash', ['-c', command], { cwd: copy.folder, encoding: 'utf8', timeout: 600_000 });
  const output = `${ended.stdout}${ended.stderr}`;
  if (ended.status !== status) return [`${command} ended with ${String(ended.status)}: ${output}`];
  return prints.filter((text) => !output.split('\n').some((line) => line.includes(text))).map((text) => `${command} did not print ${text}: ${output}`);
}

test('followed in a copy of the project, every change applies, and every command exits and prints as shown', () => {
  const steps = stepsOf(page);
  const faults = steps.flatMap((step) => {
    if (step.kind === 'commands') return step.commands.flatMap(wrong);
    step.edits.forEach(make);
    return [];
  });
  expect(faults).toEqual([]);
  expect(steps.flatMap((step) => (step.kind === 'commands' ? step.commands : [])).length).toBeGreaterThanOrEqual(5);
});

const compose = z.object({
  services: z.record(
    z.string(),
    z.object({ build: z.string().optional(), command: z.string().optional(), environment: z.record(z.string(), z.string()).optional() }),
  ),
});
const moved = z.array(
  z.object({
    name: z.string(),
    kind: z.string().default('web'),
    args: z.array(z.string()).optional(),
    env: z.record(z.string(), z.string()),
    secrets: z.record(z.string(), z.unknown()),
    health: z.object({ live: z.string(), ready: z.string() }).optional(),
  }),
);

test('the configuration matches compose.yaml: each service, its command and every variable', () => {
  const program = "console.log(JSON.stringify(require('./config/shop').shop))";
  const workloads = moved.parse(JSON.parse(copy.node(['--import', 'tsx', '--eval', program]).stdout));
  const { services } = compose.parse(parse(readFileSync(join(root, 'example', 'backend', 'compose.yaml'), 'utf8'), { merge: true }));
  const built = Object.values(services).filter(({ build }) => build !== undefined);
  const web = workloads.find(({ kind }) => kind === 'web');
  expect(built.map(({ command }) => command).sort()).toEqual(workloads.map(({ args }) => args?.join(' ')).sort());
  const { LIVE_ROUTE, READY_ROUTE, ...shared } = built[0]?.environment ?? {};
  for (const { env, secrets } of workloads) expect([...Object.keys(env), ...Object.keys(secrets)]).toEqual(expect.arrayContaining(Object.keys(shared)));
  expect(web).toMatchObject({ env: { LIVE_ROUTE, READY_ROUTE }, health: { live: LIVE_ROUTE, ready: READY_ROUTE } });
});

test('its files, scripts and scenarios exist', () => {
  const quoted = [...page.matchAll(/`([^`\n]+)`/g)].map(([, quote = '']) => quote);
  const files = [
    ...quoted.filter((quote) => /^(docs|manifests|example)\/[\w./-]+$/.test(quote)),
    ...[...page.matchAll(/\]\(\.\.\/([^)]+)\)/g)].map(([, file = '']) => file),
  ];
  expect(files.filter((file) => !existsSync(join(root, file)) && !existsSync(copy.path(file)))).toEqual([]);
  const called = [...page.matchAll(/npm run ([a-z0-9:]+)/g)].map(([, name = '']) => name);
  expect(called.filter((name) => !(name in scripts))).toEqual([]);
  const played = [...page.matchAll(/npm run e2e -- ([a-z-]+)/g)].map(([, name = '']) => name);
  expect(played.filter((name) => !existsSync(join(root, 'e2e', 'scenarios', `${name}.ts`)))).toEqual([]);
});
