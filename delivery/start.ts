/**
 * `npm start`: synthesizes every environment beside the manifests, runs every check, and only then puts the new manifests in place.
 * (`cdk8s synth` empties its output folder before it knows of an error.)
 */
import { rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { exitStatus, reason } from '../command-line/failure';
import { describe } from '../checks/describe';
import { metadataFile } from '../checks/read-manifests';
import { cdk8sSettings, generate } from './generation';
import { folderBeside, swap } from './swap';

const help = `Synthesizes the manifests of every environment, checks them, and writes them.

  npm start                       writes the folder that cdk8s.yaml names
  npm start -- --output <folder>  writes another one
  npm start -- --help             this text

Exits with 1, and leaves the old manifests as they are, when the configuration has a problem or a check is violated.`;

const root = join(__dirname, '..');

async function main(): Promise<boolean> {
  const { values } = parseArgs({ options: { help: { type: 'boolean' }, output: { type: 'string' } } });
  if (values.help === true) {
    console.log(help);
    return true;
  }
  const output = values.output ?? join(root, cdk8sSettings(root).output);
  const beside = folderBeside(output);
  try {
    return await replace(output, beside);
  } finally {
    rmSync(beside, { recursive: true, force: true });
  }
}

async function replace(output: string, beside: string): Promise<boolean> {
  const generation = generate(root, beside);
  if (!generation.ok) {
    console.error(generation.why);
    return false;
  }
  // loaded late: loading the configuration reads and validates it, and the application has already told its problems
  const { environments } = await import('../config/environments');
  const { inspect } = await import('./inspection');
  const { freezingAdvice, summarize } = await import('./summary');
  const generated = environments.map((environment) => inspect(environment, { output, beside }));
  const broken = generated.filter(({ report }) => report.violations.length > 0);
  if (broken.length > 0) {
    console.error(broken.map(({ report }) => describe(report)).join('\n\n'));
    return false;
  }
  rmSync(join(beside, metadataFile));
  swap(beside, output);
  console.log(generated.map(summarize).join('\n\n'));
  console.log(`\nwritten to ${relative(process.cwd(), output) || '.'}/`);
  for (const line of freezingAdvice(generated)) console.log(line);
  return true;
}

main().then(
  (ok) => (process.exitCode = ok ? 0 : 1),
  (error: unknown) => {
    console.error(reason(error));
    process.exitCode = exitStatus(error);
  },
);
