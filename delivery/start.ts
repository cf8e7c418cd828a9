/**
 * `npm start`: synthesizes every environment beside the manifests, runs every check, and only then puts the new manifests in place.
 * (`cdk8s synth` empties its output folder before it knows of an error.)
 */
import { existsSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { describe } from '../checks/describe';
import { environmentsIn, metadataFile, readManifests } from '../checks/read-manifests';
import { runChecks } from '../checks/run';
import type { Environment } from '../config/environment';
import { cdk8sSettings, generate } from './generation';
import { manifestChanges } from './manifest-changes';
import { summarize, type Generated } from './summary';
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
  // loaded late: loading it validates it, and the application has already told its problems
  const { environments } = await import('../config/environments');
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
  return true;
}

function inspect(environment: Environment, { output, beside }: { readonly output: string; readonly beside: string }): Generated {
  const { name } = environment;
  const objects = readManifests(beside, name).map((object) => ({
    ...object,
    origin: { ...object.origin, file: object.origin.file.replace(beside, relative(process.cwd(), output)) },
  }));
  const before = existsSync(output) && environmentsIn(output).includes(name) ? readManifests(output, name) : [];
  return { environment, objects, report: runChecks(name, objects), changes: manifestChanges(before, objects) };
}

main().then(
  (ok) => (process.exitCode = ok ? 0 : 1),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  },
);
