/** Runs the application of cdk8s.yaml into a folder, exactly as `cdk8s synth` does. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
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
