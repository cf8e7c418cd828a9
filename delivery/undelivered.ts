/** Environments in config/ that no workflow deploys, or that no workflow checks for drift. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { yamlDocument } from '../checks/yaml';

const job = z.object({
  uses: z.string().optional(),
  with: z.record(z.string(), z.unknown()).optional(),
  strategy: z.object({ matrix: z.record(z.string(), z.unknown()).optional() }).optional(),
});
const workflow = z.object({ jobs: z.record(z.string(), job) });

export interface Workflow {
  readonly file: string;
  readonly text: string;
}

const folder = join('.github', 'workflows');
const deploys = './.github/workflows/deploy-environment.yaml';

/** The workflows of a project; none if something else deploys it. */
export function workflowsIn(root: string): readonly Workflow[] {
  if (!existsSync(join(root, folder))) return [];
  const files = readdirSync(join(root, folder)).filter((file) => /\.ya?ml$/.test(file));
  return files.sort().map((file) => ({ file, text: readFileSync(join(root, folder, file), 'utf8') }));
}

/** One sentence for each missing environment and workflow, with what to add. Empty when no workflow deploys anything: then something else does. */
export function undelivered(environments: readonly string[], workflows: readonly Workflow[]): readonly string[] {
  const jobs = workflows.flatMap(jobsOf);
  const deployed = jobs.flatMap(({ uses, with: inputs }) => (uses === deploys ? [inputs?.['environment']] : []));
  const watched = jobs.flatMap(({ strategy }) => strategy?.matrix?.['environment'] ?? []);
  if (deployed.length === 0) return [];
  return environments.flatMap((name) => [
    ...(deployed.includes(name)
      ? []
      : [`no workflow deploys ${name}: add a job to ${join(folder, 'deploy.yaml')} that uses ${deploys} with environment: ${name}`]),
    ...(watched.includes(name) || watched.length === 0
      ? []
      : [`no workflow checks ${name} for drift: add it to matrix.environment in ${join(folder, 'drift.yaml')}`]),
  ]);
}

/** A file that is no workflow has no jobs; actionlint and GitHub report what is wrong with it. */
function jobsOf({ text }: Workflow): readonly z.infer<typeof job>[] {
  try {
    return Object.values(workflow.parse(yamlDocument(text)).jobs);
  } catch {
    return [];
  }
}
