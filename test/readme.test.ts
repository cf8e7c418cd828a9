import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { ProjectCopy } from './project-copy';

const root = join(__dirname, '..');
const { scripts } = z.object({ scripts: z.record(z.string(), z.string()) }).parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));
const readme = readFileSync(join(root, 'README.md'), 'utf8');

const project = new ProjectCopy();
afterAll(() => project.remove());

/** Contents of the fenced blocks of a language, in order. */
function blocks(language: string): readonly string[] {
  return [...readme.matchAll(new RegExp('```' + language + '\\n([\\s\\S]*?)```', 'g'))].map(([, text = '']) => text);
}

/** Commands that contain this test, or minutes of real components: `.ci/run` runs them. */
const runElsewhere: readonly string[] = ['npm ci && npm start', 'npm ci && npm test', 'npm run check', 'npm run e2e', 'npm run demo'];

test('every command of the README is run here, or is one that the gate runs', () => {
  const commands = blocks('sh').flatMap((block) => block.trim().split('\n'));
  expect(commands.filter((command) => !runElsewhere.includes(command))).toEqual([
    'npm run demo -- --help',
    'npm run plan',
    'npm run audit',
    'npm run cost',
    'npm run e2e -- --list',
  ]);
  for (const command of ['audit', 'cost'])
    expect(execFileSync('npm', ['run', '-s', command, '--', '--help'], { cwd: root, encoding: 'utf8' })).toContain('--env');
  expect(execFileSync('npm', ['run', '-s', 'demo', '--', '--help'], { cwd: root, encoding: 'utf8' })).toContain('Ctrl-C');
  expect(execFileSync('npm', ['run', '-s', 'e2e', '--', '--list'], { cwd: root, encoding: 'utf8' })).toContain('signals');
});

test('every npm script that the README names exists', () => {
  const named = [...readme.matchAll(/npm run (?:--[a-z]+ )*([a-z0-9:]+(?:-[a-z0-9:]+)*)/g)].map(([, name = '']) => name);
  expect(named.length).toBeGreaterThan(5);
  expect(named.filter((name) => !(name in scripts))).toEqual([]);
});

test('the example prints what the README says, and type-checks', () => {
  const [example = ''] = blocks('ts');
  writeFileSync(project.path('readme-example.ts'), example);
  const run = project.run('readme-example.ts');
  expect(run.stderr).toBe('');
  expect(run.stdout).toBe(blocks('text')[1]);
  const options = ['--noEmit', '--strict', '--skipLibCheck', '--esModuleInterop', '--resolveJsonModule', '--target', 'ES2022', '--lib', 'ES2023'];
  const modules = ['--module', 'CommonJS', '--moduleResolution', 'Node10'];
  const tsc = project.path('node_modules', 'typescript', 'bin', 'tsc');
  expect(project.node([tsc, ...options, ...modules, project.path('readme-example.ts')]).stdout).toBe('');
});

test('what npm start is said to print is in its summary', () => {
  const [rows = ''] = blocks('text');
  expect(project.run('delivery/start.ts').stdout).toContain(rows);
});

test('the map names every folder of the repository, and no other', () => {
  const tracked = execFileSync('git', ['ls-files'], { cwd: root, encoding: 'utf8' })
    .split('\n')
    .flatMap((path) => (path.includes('/') && !path.startsWith('.') ? [path.slice(0, path.indexOf('/'))] : []));
  const mapped = [...readme.matchAll(/^\| `([a-z0-9-]+)\/` +\|/gm)].map(([, folder = '']) => folder);
  expect([...mapped].sort()).toEqual([...new Set(tracked)].sort());
});
