/** The command `npm run plan` as a function; the output folder and the environments are arguments. */
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { outcomeOf, refused, succeeded, type Outcome } from '../command-line/outcome';
import type { Environment } from '../config/environment';
import type { Plan } from './plan';
import { planHeading } from './plan-heading';
import { planText } from './plan-text';

const help = `Records the infrastructure of every environment without engine, network and credentials, and writes it to plans/<environment>.yaml.

  npm run plan                        writes plans/
  npm run plan -- --check             writes nothing; fails when a committed plan differs
  npm run plan -- --output <folder>   writes another folder
  npm run plan -- --help              this text

Exits with 1, and leaves the old plans as they are, when the configuration has a problem.
`;

interface PlanFile {
  readonly path: string;
  readonly text: string;
  readonly summary: string;
}

export interface PlannedProject {
  /** Folder of the committed plans. */
  readonly plans: string;
  /** Loaded inside the command, because loading environments validates them and problems must be reported as text. */
  readonly load: () => Promise<{ readonly environments: readonly Environment[]; readonly recordPlan: (environment: Environment) => Promise<Plan> }>;
}

export function planCommand(args: readonly string[], { plans, load }: PlannedProject): Promise<Outcome> {
  return outcomeOf(async () => {
    const { values } = parseArgs({ args: [...args], options: { help: { type: 'boolean' }, check: { type: 'boolean' }, output: { type: 'string' } } });
    if (values.help === true) return succeeded(help);
    const files = await recordAll(values.output ?? plans, load);
    return values.check === true ? upToDate(files) : write(files);
  });
}

async function recordAll(folder: string, load: PlannedProject['load']): Promise<readonly PlanFile[]> {
  const { environments, recordPlan } = await load();
  const plans = await Promise.all(environments.map(recordPlan));
  return plans.map((plan) => {
    const path = join(folder, `${plan.environment}.yaml`);
    return { path, text: planText(plan), summary: `${plan.environment}  ${plan.resources.length} resources` };
  });
}

function upToDate(files: readonly PlanFile[]): Outcome {
  const stale = files.filter(({ path, text }) => !existsSync(path) || readFileSync(path, 'utf8') !== text);
  const problems = [
    ...stale.map(({ path }) => `${shown(path)} must be generated again: run npm run plan, review the difference and commit it\n`),
    ...leftOver(files).map((path) => `${shown(path)} is of no environment: run npm run plan, and commit that it is gone\n`),
  ];
  return problems.length === 0 ? succeeded(files.map(({ summary }) => `${summary}, as committed\n`).join('')) : refused(problems.join(''));
}

/** Writes all plans to temporary files first, then renames them, so that a failure leaves the old plans. */
function write(files: readonly PlanFile[]): Outcome {
  const beside = (path: string): string => `${path}.next`;
  for (const { path } of files) {
    if (existsSync(path) && !statSync(path).isFile()) throw new Error(`${shown(path)} must be a file that can be replaced`);
  }
  try {
    for (const { path, text } of files) {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(beside(path), text);
    }
    for (const { path } of files) renameSync(beside(path), path);
    for (const path of leftOver(files)) rmSync(path);
  } finally {
    for (const { path } of files) rmSync(beside(path), { force: true });
  }
  return succeeded(files.map(({ path, summary }) => `${summary}, written to ${shown(path)}\n`).join(''));
}

/** Plans of environments that no longer exist. */
function leftOver(files: readonly PlanFile[]): readonly string[] {
  const folder = dirname(files[0]?.path ?? '.');
  const kept = files.map(({ path }) => path);
  return readdirSync(folder)
    .map((name) => join(folder, name))
    .filter((path) => path.endsWith('.yaml') && !kept.includes(path) && readFileSync(path, 'utf8').startsWith(planHeading));
}

function shown(path: string): string {
  return relative(process.cwd(), path);
}
