/** `releases/<environment>.yaml`: the one release that may be applied there. Merging a change of it deploys, reverting that goes back. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { textOf } from '../checks/text-file';
import { yamlDocument } from '../checks/yaml';
import { releaseAt, type Release } from './apply/release';
import { commitNamed } from './git';

/** A full commit hash: a branch or tag may point to another commit later. */
const approved = z.strictObject({ commit: z.string().regex(/^[0-9a-f]{40}$/), digest: z.string().regex(/^sha256:[0-9a-f]{64}$/) });
export type Approved = z.infer<typeof approved>;

export function approvalFile(manifests: string, environment: string): string {
  return join(manifests, '..', 'releases', `${environment}.yaml`);
}

/**
 * @returns undefined when the environment has no such file: then any manifests may be applied
 * @throws Error when it has anything other than a commit and a digest
 */
export function approvedIn(manifests: string, environment: string): Approved | undefined {
  const file = approvalFile(manifests, environment);
  if (!existsSync(file)) return undefined;
  const result = approved.safeParse(yaml(textOf(file), file));
  if (result.success) return result.data;
  const problems = result.error.issues.map(({ path, message }) => [path.join('.'), message].filter(Boolean).join(': '));
  throw new Error(`${file} must have a commit of 40 digits and its digest and nothing else, as npm run digest -- --write makes it: ${problems.join('; ')}`);
}

function yaml(text: string, file: string): unknown {
  try {
    return yamlDocument(text);
  } catch (error) {
    throw new Error(`${file} must be YAML, received ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** @throws Error when its commit is not in this repository, or does not have the approved digest */
export function approvedRelease(manifests: string, environment: string, { commit, digest }: Approved): Release {
  const file = approvalFile(manifests, environment);
  const release = releaseAt(manifests, commitNamed(manifests, `commit in ${file}`, commit), environment);
  if (release === undefined) throw new Error(`${file}: commit ${commit} must have manifests of ${environment}, and has none`);
  if (release.digest !== digest) throw new Error(`${file}: the digest must be that of commit ${commit}, ${release.digest}, received ${digest}`);
  return release;
}

export function approvalText(environment: string, { commit, digest }: Approved): string {
  return `# What may be applied to ${environment}. A merged change deploys, its revert rolls back; npm run digest -- --env ${environment} --write makes it.\ncommit: ${commit}\ndigest: ${digest}\n`;
}
