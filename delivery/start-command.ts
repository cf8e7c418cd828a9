/** The command `npm start` as a function: what generates, and of which environments, are arguments. */
import { rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { outcomeOf, refused, succeeded, type Outcome } from '../command-line/outcome';
import { describe } from '../checks/describe';
import { metadataFile } from '../checks/read-manifests';
import type { Environment } from '../config/environment';
import type { Generation } from './generation';
import type * as Inspection from './inspection';
import type * as Summary from './summary';
import { folderBeside, swap } from './swap';
import { undelivered, type Workflow } from './undelivered';

const help = `Synthesizes the manifests of every environment, checks them, and writes them.

  npm start                       writes the folder that cdk8s.yaml names
  npm start -- --output <folder>  writes another one
  npm start -- --help             this text

Exits with 1, and leaves the old manifests as they are, when the configuration has a problem or a check is violated.
`;

export interface StartedProject {
  /** Folder of the manifests. */
  readonly output: string;
  /** Generates the present configuration into a folder. */
  readonly generate: (folder: string) => Generation;
  /** Loaded late: loading environments validates them, and the generator has already reported their problems. */
  readonly load: () => Promise<Judgement>;
  /** Workflows that deploy. @default - none in this project */
  readonly workflows?: readonly Workflow[];
}

/** Judges generated environments and reports on them. */
export interface Judgement extends Pick<typeof Inspection, 'inspect'>, Pick<typeof Summary, 'summarize' | 'freezingAdvice'> {
  readonly environments: readonly Environment[];
}

export function startCommand(args: readonly string[], project: StartedProject): Promise<Outcome> {
  return outcomeOf(async () => {
    const { values } = parseArgs({ args: [...args], options: { help: { type: 'boolean' }, output: { type: 'string' } } });
    if (values.help === true) return succeeded(help);
    const output = values.output ?? project.output;
    const beside = folderBeside(output);
    try {
      return await replace(output, beside, project);
    } finally {
      rmSync(beside, { recursive: true, force: true });
    }
  });
}

async function replace(output: string, beside: string, project: StartedProject): Promise<Outcome> {
  const generation = project.generate(beside);
  if (!generation.ok) return refused(`${generation.why}\n`);
  const { environments, inspect, summarize, freezingAdvice } = await project.load();
  const generated = environments.map((environment) => inspect(environment, { output, beside }));
  const broken = generated.filter(({ report }) => report.violations.length > 0);
  if (broken.length > 0) return refused(`${broken.map(({ report }) => describe(report)).join('\n\n')}\n`);
  rmSync(join(beside, metadataFile));
  swap(beside, output);
  const missing = undelivered(
    environments.map(({ name }) => name),
    project.workflows ?? [],
  );
  const lines = [generated.map(summarize).join('\n\n'), ...missing, `\nwritten to ${relative(process.cwd(), output) || '.'}/`, ...freezingAdvice(generated)];
  return succeeded(lines.map((line) => `${line}\n`).join(''));
}
