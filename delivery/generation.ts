/** Runs the application of cdk8s.yaml into a folder, exactly as `cdk8s synth` does; and what records the plans of infrastructure. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { yamlDocument } from '../checks/yaml';

const settings = z.object({ app: z.string(), output: z.string() });

export type Generation = { readonly ok: true } | { readonly ok: false; readonly why: string };

/** The command and the output folder that cdk8s.yaml states. */
export function cdk8sSettings(root: string): z.infer<typeof settings> {
  return settings.parse(yamlDocument(readFileSync(join(root, 'cdk8s.yaml'), 'utf8')));
}

/** Generates every environment into `output`, with construct metadata beside them. An error contains the message of the application. */
export function generate(root: string, output: string): Generation {
  const { status, stderr, error } = spawnSync(cdk8sSettings(root).app, {
    cwd: root,
    shell: true,
    encoding: 'utf8',
    env: { ...process.env, CDK8S_OUTDIR: output, CDK8S_RECORD_CONSTRUCT_METADATA: 'true' },
    stdio: ['ignore', 'inherit', 'pipe'],
  });
  if (status === 0) return { ok: true };
  return { ok: false, why: error === undefined ? stderr.trim() : error.message };
}

/**
 * Generates manifests and plans of every environment of a project into `manifests/` and `plans/` of a folder, at the same time.
 * @param project whose sources run; of another commit than the present one they get no variable that could be a credential
 */
export async function generateAll(project: string, into: string): Promise<Generation> {
  const [manifests, plans] = [join(into, 'manifests'), join(into, 'plans')];
  for (const folder of [manifests, plans]) mkdirSync(folder);
  const variables = { ...Object.fromEntries(harmless.map((name) => [name, process.env[name]])), CDK8S_OUTDIR: manifests };
  const outcomes = await Promise.all([
    ended(cdk8sSettings(project).app, project, variables),
    ended(`node --import tsx stacks/write-plans.ts --output '${plans}'`, project, variables),
  ]);
  return outcomes.find(({ ok }) => !ok) ?? { ok: true };
}

/** Variables that programs need to run. */
const harmless = ['PATH', 'HOME', 'TMPDIR', 'LANG', 'SystemRoot'] as const;

function ended(command: string, cwd: string, env: Readonly<Record<string, string | undefined>>): Promise<Generation> {
  return new Promise((resolve) => {
    const program = spawn(command, { cwd, env, shell: true, stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    program.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
    program.on('error', (error) => resolve({ ok: false, why: error.message }));
    program.on('close', (status) => resolve(status === 0 ? { ok: true } : { ok: false, why: said.trim() }));
  });
}
