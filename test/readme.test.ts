import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { classPolicies } from '../config/class-policies';
import { auditCommand } from '../checks/audit-command';
import { costCommand } from '../checks/cost/cost-command';
import { runChecks } from '../checks/run';
import { DEMO_HELP, parseDemoOptions } from '../e2e/demo/demo-options';
import { discoverScenarios } from '../e2e/runner/discover-scenarios';
import { parseRunOptions } from '../e2e/runner/run-options';
import { scenarioList } from '../e2e/runner/scenario-list';
import { summarize } from '../delivery/summary';
import { cleanObjects } from './checks/clean';
import { environments } from './fixtures/environments';

const root = join(__dirname, '..');
const { scripts } = z.object({ scripts: z.record(z.string(), z.string()) }).parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));
const readme = readFileSync(join(root, 'README.md'), 'utf8');

/** Contents of the fenced blocks of a language, in order. */
function blocks(language: string): readonly string[] {
  return [...readme.matchAll(new RegExp('```' + language + '\\n([\\s\\S]*?)```', 'g'))].map(([, text = '']) => text);
}

/** Commands that contain this test or take minutes; `.ci/run` runs them. */
const runElsewhere: readonly string[] = ['npm ci && npm start', 'npm ci && npm test', 'npm run check', 'npm run e2e', 'npm run demo'];

test('every command of the README is run here or by the gate', async () => {
  const commands = blocks('sh').flatMap((block) => block.trim().split('\n'));
  expect(commands.filter((command) => !runElsewhere.includes(command))).toEqual([
    'npm run demo -- --help',
    'npm run plan',
    'npm run audit',
    'npm run cost',
    'npm run e2e -- --list',
  ]);
  const known = (): Promise<readonly string[]> => Promise.resolve(environments.map(({ name }) => name));
  expect((await auditCommand(['--help'], known)).stdout).toContain('--env');
  expect(await costCommand(['--help'])).toContain('--env');
  expect([parseDemoOptions(['--help']), DEMO_HELP]).toEqual(['help', expect.stringContaining('Ctrl-C')]);
  expect(parseRunOptions(['--list'])).toMatchObject({ kind: 'list' });
  expect(scenarioList(await discoverScenarios()).join('\n')).toContain('signals');
});

test('every npm script that the README names exists', () => {
  const named = [...readme.matchAll(/npm run (?:--[a-z]+ )*([a-z0-9:]+(?:-[a-z0-9:]+)*)/g)].map(([, name = '']) => name);
  expect(named.length).toBeGreaterThan(5);
  expect(named.filter((name) => !(name in scripts))).toEqual([]);
});

test('the example prints the output in the README, and equals the file that types and lint check', () => {
  const [example = ''] = blocks('ts');
  const program = join(__dirname, 'readme-example.ts');
  const ofTests = example.replace("'./config/dev'", "'./fixtures/dev'").replaceAll("'./config/", "'../config/");
  expect(readFileSync(program, 'utf8')).toBe(`/** The example of README.md with the environment of the tests. */\n${ofTests}`);
  expect(execFileSync(process.execPath, ['--import', 'tsx', program], { cwd: root, encoding: 'utf8' })).toBe(blocks('text')[1]);
});

test('the output of npm start in the README agrees with its summary', () => {
  const [rows = ''] = blocks('text');
  const changes = { added: [], changed: [], removed: [] };
  // the environments of the tests have another policy
  const shipped = environments.map((environment) => ({
    ...environment,
    workloads: environment.workloads.map((one) => ('scaling' in one ? { ...one, scaling: classPolicies.noisy } : one)),
  }));
  const summaries = shipped.map((environment) => {
    const objects = cleanObjects(environment.name);
    return summarize({ environment, objects, report: runChecks(environment.name, objects), changes, unfrozen: [] });
  });
  expect(summaries.join('\n\n')).toContain(rows.trimEnd());
});

test('the map names exactly the folders of the repository', () => {
  const tracked = execFileSync('git', ['ls-files'], { cwd: root, encoding: 'utf8' })
    .split('\n')
    .flatMap((path) => (path.includes('/') && !path.startsWith('.') ? [path.slice(0, path.indexOf('/'))] : []));
  const mapped = [...readme.matchAll(/^\| `([a-z0-9-]+)\/` +\|/gm)].map(([, folder = '']) => folder);
  expect([...mapped].sort()).toEqual([...new Set(tracked)].sort());
});
