/** `npm run plan`: writes the offline infrastructure plan of every environment. */
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { exitStatus, reason } from '../command-line/failure';
import { planHeading } from './plan-heading';

const help = `Records the infrastructure of every environment without engine, network and credentials, and writes it to plans/<environment>.yaml.

  npm run plan                        writes plans/
  npm run plan -- --check             writes nothing; fails when a committed plan differs
  npm run plan -- --output <folder>   writes another folder
  npm run plan -- --help              this text

Exits with 1, and leaves the old plans as they are, when the configuration has a problem.`;

interface PlanFile {
  readonly path: string;
  readonly text: string;
  readonly summary: string;
}

async function main(): Promise<boolean> {
  const { values } = parseArgs({ options: { help: { type: 'boolean' }, check: { type: 'boolean' }, output: { type: 'string' } } });
  if (values.help === true) {
    console.log(help);
    return true;
  }
  const files = await recordAll(values.output ?? join(__dirname, '..', 'plans'));
  return values.check === true ? upToDate(files) : write(files);
}

async function recordAll(folder: string): Promise<readonly PlanFile[]> {
  // loading it validates it: inside, so that its problems are shown as text and not as a stack
  const { environments } = await import('../config/environments');
  const { recordPlan } = await import('./plan');
  const { planText } = await import('./plan-text');
  const plans = await Promise.all(environments.map(recordPlan));
  return plans.map((plan) => {
    const path = join(folder, `${plan.environment}.yaml`);
    return { path, text: planText(plan), summary: `${plan.environment}  ${plan.resources.length} resources` };
  });
}

function upToDate(files: readonly PlanFile[]): boolean {
  const stale = files.filter(({ path, text }) => !existsSync(path) || readFileSync(path, 'utf8') !== text).map(({ path }) => path);
  const gone = leftOver(files);
  for (const path of stale) console.error(`${shown(path)} must be generated again: run npm run plan, review the difference and commit it`);
  for (const path of gone) console.error(`${shown(path)} is of no environment: run npm run plan, and commit that it is gone`);
  if (stale.length + gone.length === 0) console.log(files.map(({ summary }) => `${summary}, as committed`).join('\n'));
  return stale.length + gone.length === 0;
}

/** Everything is beside its place before anything takes it. */
function write(files: readonly PlanFile[]): boolean {
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
  console.log(files.map(({ path, summary }) => `${summary}, written to ${shown(path)}`).join('\n'));
  return true;
}

/** Plans of environments that are no longer there. */
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

main().then(
  (ok) => (process.exitCode = ok ? 0 : 1),
  (error: unknown) => {
    console.error(reason(error));
    process.exitCode = exitStatus(error);
  },
);
