/**
 * `npm run bench:review`: ten changes as teams make them, and eight questions about each, answered by the review, by `git diff`, by dyff and by `kubectl diff` at the real API
 * server; then the seconds of a whole review as a process, including the loading of its modules. Needs Go to build dyff and the API server once.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checks } from '../checks/checks';
import { parsePlan } from '../checks/plan-file';
import { parseObjects } from '../checks/read-manifests';
import type { Environment } from '../config/environment';
import { markdownOf } from '../delivery/review/markdown';
import { reviewOf, type Reviewed } from '../delivery/review/review';
import type { Cluster } from '../e2e/cluster/cluster';
import { startCluster } from '../e2e/cluster/start-cluster';
import { commitAll, startRepository } from '../e2e/delivery/git-repository';
import { applyManifests, installKinds } from '../e2e/platform/applied-cluster';
import { Manifests } from '../e2e/platform/manifests';
import { binaryOf } from '../e2e/toolchain/build';
import { CLUSTER_PROGRAMS } from '../e2e/toolchain/components';
import { textTable } from '../command-line/text-table';
import { questions, tenChanges, type Question, type RealisticChange } from '../test/fixtures/ten-changes';
import { recordPlan } from '../stacks/plan';
import { planText } from '../stacks/plan-text';
import { goProgram } from './go-program';
import { rounds, short } from './short-form';
import { benchWithProcesses } from './with-processes';

const root = join(__dirname, '..');
const tools = ['review', 'git diff', 'dyff', 'kubectl diff'] as const;
type Tool = (typeof tools)[number];

/** The output of each tool for a change, and the answers of the review. */
interface Told {
  readonly change: RealisticChange;
  readonly says: Partial<Readonly<Record<Tool, string>>>;
  readonly answers: ReadonlyMap<string, { readonly answer: string; readonly changes: boolean }>;
}

interface Side {
  readonly manifests: Manifests;
  readonly plan: string;
}

async function sideOf(environment: Environment): Promise<Side> {
  return { manifests: Manifests.of(environment), plan: planText(await recordPlan(environment)) };
}

function reviewed(name: string, environment: string, { manifests, plan }: Side): Reviewed {
  const objects = Object.entries(manifests.files).flatMap(([file, yaml]) => parseObjects(yaml, file));
  return { name, generation: new Map([[environment, objects]]), plans: new Map([[environment, parsePlan(plan, 'plan')]]) };
}

function ran(program: string, args: readonly string[], cwd: string): string {
  const { stdout, stderr, error } = spawnSync(program, args, { cwd, encoding: 'utf8', maxBuffer: 1e9 });
  if (error !== undefined) throw error;
  return stdout + stderr;
}

interface With {
  readonly folder: string;
  /** @default - not asked */
  readonly dyff?: string;
  readonly cluster?: Cluster;
}

async function told(change: RealisticChange, { folder, dyff, cluster }: With): Promise<Told> {
  const [before, after] = [await sideOf(change.before), await sideOf(change.after)];
  const { name } = change.after;
  const review = reviewOf(reviewed('before', name, before), reviewed('after', name, after), {
    checks,
    environments: [change.after],
    environmentsBefore: [change.before],
  });
  const [{ answers } = { answers: [] }] = review.environments;
  write(folder, name, before);
  const base = commitAll(folder);
  write(folder, name, after);
  commitAll(folder);
  return {
    change,
    answers: new Map(answers.map(({ question, ...rest }) => [question, rest])),
    says: {
      review: markdownOf(review),
      'git diff': ran('git', ['diff', '--no-color', base, 'HEAD'], folder),
      ...(dyff === undefined ? {} : { dyff: dyffOf(dyff, folder, before, after) }),
      ...(cluster === undefined ? {} : { 'kubectl diff': await kubectlDiff(cluster, folder, before) }),
    },
  };
}

function write(folder: string, environment: string, { manifests, plan }: Side): void {
  rmSync(join(folder, 'manifests'), { recursive: true, force: true });
  manifests.write(join(folder, 'manifests'), environment);
  mkdirSync(join(folder, 'plans'), { recursive: true });
  writeFileSync(join(folder, 'plans', `${environment}.yaml`), plan);
}

/** All objects of a side as one file, and the plans; dyff pairs objects by kind and name. */
function dyffOf(dyff: string, folder: string, before: Side, after: Side): string {
  const pair = (what: string, text: (side: Side) => string): readonly string[] =>
    [before, after].map((side, index) => {
      const file = join(folder, '..', `${what}-${index}.yaml`);
      writeFileSync(file, text(side));
      return file;
    });
  const compare = (files: readonly string[]): string => ran(dyff, ['--color', 'off', 'between', '--omit-header', ...files], folder);
  return compare(pair('objects', ({ manifests }) => Object.values(manifests.files).join('---\n'))) + compare(pair('plan', ({ plan }) => plan));
}

async function kubectlDiff(cluster: Cluster, folder: string, before: Side): Promise<string> {
  await applyManifests(cluster, before.manifests);
  const args = ['diff', '--server-side', '--force-conflicts', '--field-manager=lyo-platform', '--recursive', '-f', join(folder, 'manifests')];
  return ran(binaryOf('kubectl'), [`--kubeconfig=${cluster.adminKubeconfig}`, ...args], folder);
}

/** A text answers a question if it contains everything that the answer needs. Where the answer is "nothing", no text counts as an answer if the tool reports such things for another change. */
function answered(all: readonly Told[], tool: Tool, question: Question): readonly boolean[] {
  const says = (text: string, { said }: RealisticChange): boolean => said[question]?.every((pattern) => pattern.test(text)) ?? false;
  if (tool === 'review') return all.map((one) => isRight(one, question));
  const speaks = all.some(({ change, says: texts }) => says(texts[tool] ?? '', change));
  return all.map(({ change, says: texts }) => (change.answers[question] === undefined ? speaks : says(texts[tool] ?? '', change)));
}

function isRight({ change, answers }: Told, question: Question): boolean {
  const wanted = change.answers[question];
  const given = answers.get(question);
  return given !== undefined && given.changes === (wanted !== undefined) && given.answer.startsWith(wanted ?? '');
}

/** Runs a process: `seconds` are wall-clock time, which other load on the machine lengthens, `core` is CPU time. */
function timed(args: readonly string[]): { readonly seconds: number; readonly core: number } {
  const script = 'TIMEFORMAT="%R %U %S"; time "$0" "$@" >/dev/null 2>&1';
  const [seconds = 0, user = 0, system = 0] = ran('bash', ['-c', script, process.execPath, ...args], root)
    .trim()
    .split(' ')
    .map(Number);
  return { seconds, core: user + system };
}

function report(all: readonly Told[]): void {
  const asked = tools.filter((tool) => all.every(({ says }) => says[tool] !== undefined));
  const count = (tool: Tool, question: Question): number => answered(all, tool, question).filter(Boolean).length;
  const rows = questions.map((question) => [question, ...asked.map((tool) => String(count(tool, question)))]);
  const sums = asked.map((tool) => questions.reduce((sum, question) => sum + count(tool, question), 0));
  console.log(textTable([[`of ${all.length} changes`, ...asked], ...rows, [`of ${all.length * questions.length}`, ...sums.map(String)]]).join('\n'));
  for (const [index, { change }] of all.entries()) {
    const missed = questions.filter((question) => answered(all, 'review', question)[index] !== true);
    if (missed.length > 0) console.log(`the review is wrong about ${change.name}: ${missed.join(', ')}`);
  }
}

benchWithProcesses(short ? [] : CLUSTER_PROGRAMS, async (processes) => {
  const folder = join(processes.scratchFolder('review'), 'project');
  startRepository(folder);
  const dyff = short ? undefined : await goProgram({ name: 'dyff', package: 'github.com/homeport/dyff/cmd/dyff' }, (line) => console.log(line));
  const cluster = short ? undefined : await startCluster({ processes });
  if (cluster !== undefined) await installKinds(cluster);
  // objects are only ever added to the cluster, so the change that begins with two services comes last
  const changes = [...tenChanges()].sort((one, other) => one.before.workloads.length - other.before.workloads.length).slice(0, rounds(10, 1));
  const all: Told[] = [];
  for (const change of changes) all.push(await told(change, { folder, dyff, cluster }));
  report(all);
  const args = ['--import', 'tsx', 'delivery/review.ts', '--base', 'HEAD~1', '--manifests', join(folder, 'manifests')];
  const taken = Array.from({ length: rounds(5, 1) }, () => timed(args)).sort((one, other) => one.seconds - other.seconds);
  const { seconds, core } = taken[Math.floor(taken.length / 2)] ?? { seconds: Number.NaN, core: Number.NaN };
  console.log(`a whole review of ${changes.at(-1)?.name ?? 'nothing'}: ${seconds.toFixed(1)} s (10 s may), ${core.toFixed(1)} s of a core`);
});
