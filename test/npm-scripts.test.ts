import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { tools } from '../command-line/tools';
import { playedHere } from '../e2e/runner/npm-scripts';

const root = join(__dirname, '..');
const { scripts } = z.object({ scripts: z.record(z.string(), z.string()) }).parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));

/** Scripts that the gate runs: those of `.ci/run`, and the scripts that they run. */
function ranByGate(): ReadonlySet<string> {
  const ran = new Set<string>();
  const follow = (text: string): void => {
    for (const [, explicit, short] of text.matchAll(/npm (?:run(?: -s| --silent)? ([a-z0-9:-]+)|(test|start))\b/g)) {
      const name = explicit ?? short ?? '';
      if (ran.has(name)) continue;
      ran.add(name);
      follow(tools[name]?.steps.map((step) => step.join(' ')).join('\n') ?? scripts[name] ?? '');
    }
  };
  follow(readFileSync(join(root, '.ci', 'run'), 'utf8'));
  return ran;
}

/** The text of tests and scenarios, which contains the file of every program that they start. */
function startedByTests(): string {
  const files = execFileSync('git', ['ls-files', 'test', 'e2e/scenarios'], { cwd: root, encoding: 'utf8' }).trim().split('\n');
  return files
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(join(root, file), 'utf8'))
    .join('\n');
}

/** Scripts whose work the gate does in another way. */
const otherwise: Readonly<Record<string, string>> = {
  'test:fast': 'one of the two projects that test runs',
  'format:write': 'the same program with another flag; format runs it',
  load: 'needs a service; test/simulator/player/main.test.ts plays it at a server of its own, the scenario played-load at the example',
  mutation: 'takes hours; test/mutation/mutation.test.ts runs what it is made of',
  mutants: 'prints the table of what test/checks/checks.test.ts runs',
  'mutants:audit': 'prints the table of what test/checks/cis/checks.test.ts runs',
  'hpa:golden': 'writes what test/autoscaler/golden.test.ts reads, by what the scenario hpa-decisions runs',
  import: 'needs the network; types of what it generated are compiled, and imports/ is committed',
};

test('every script of package.json runs in the gate', () => {
  const [ran, started] = [ranByGate(), startedByTests()];
  const file = (command: string): string => /--import tsx (?:--import \S+ )?(\S+)/.exec(command)?.[1] ?? command;
  const isStarted = (command: string): boolean =>
    started.includes(file(command)) ||
    started.includes(
      file(command)
        .split('/')
        .map((part) => `'${part}'`)
        .join(', '),
    );
  const unplayed = Object.entries(scripts).filter(
    ([name, command]) => !ran.has(name) && !(name in playedHere) && !(name in otherwise) && (name in tools || !isStarted(command)),
  );
  expect(unplayed.map(([name]) => name)).toEqual([]);
});

test('a test runs every benchmark', () => {
  expect(Object.keys(scripts).filter((name) => name.startsWith('bench:') && !(name in playedHere))).toEqual([]);
});

test('every script in the tables of this test exists', () => {
  expect([...Object.keys(playedHere), ...Object.keys(otherwise)].filter((name) => !(name in scripts))).toEqual([]);
});

test('install scripts of packages are refused by name, so that npm ci does not ask about them, and none is needed', () => {
  const { allowScripts } = z
    .object({ allowScripts: z.record(z.string(), z.literal(false)) })
    .parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));
  const { packages } = z
    .object({ packages: z.record(z.string(), z.object({ hasInstallScript: z.boolean().optional() })) })
    .parse(JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')));
  const asking = Object.entries(packages).flatMap(([path, { hasInstallScript }]) => (hasInstallScript === true ? [path.replace(/^.*node_modules\//, '')] : []));
  expect([...new Set(asking)].sort()).toEqual(Object.keys(allowScripts).sort());
});
