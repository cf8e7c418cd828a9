/** What is to run in one environment: its objects, and the digest by which it was approved. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ManifestObject } from '../../checks/manifest';
import { parseObjects } from '../../checks/read-manifests';
import { digestOf, type GeneratedFile } from '../digest';
import { git } from '../git';

export interface Release {
  readonly environment: string;
  readonly digest: string;
  /** @default - the files are those of no commit */
  readonly commit?: string;
  readonly objects: readonly ManifestObject[];
}

/** As the files lie in a folder with a folder for each environment, and the plans beside it. */
export function releaseIn(manifests: string, environment: string): Release {
  const names = readdirSync(join(manifests, environment)).filter(isManifest).sort();
  const files = names.map((name) => ({ path: `manifests/${environment}/${name}`, content: readFileSync(join(manifests, environment, name), 'utf8') }));
  const release = releaseOf(environment, files, planIn(manifests, environment));
  const head = headOf(manifests);
  return head !== undefined && releaseAt(manifests, head, environment)?.digest === release.digest ? { ...release, commit: head } : release;
}

/**
 * As a commit of the folder's repository holds them.
 * @returns undefined when that commit has no manifests of the environment
 */
export function releaseAt(manifests: string, commit: string, environment: string): Release | undefined {
  const names = git(manifests, 'ls-tree', '--name-only', commit, `${environment}/`).output.split('\n');
  const files = names.filter(isManifest).map((name) => ({ path: `manifests/${name}`, content: git(manifests, 'show', `${commit}:./${name}`).output }));
  if (files.length === 0) return undefined;
  return { ...releaseOf(environment, files, planAt(manifests, commit, environment)), commit };
}

/** The plan of infrastructure that lies beside a folder of manifests. */
export function planIn(manifests: string, environment: string): string | undefined {
  const plan = join(manifests, '..', 'plans', `${environment}.yaml`);
  return existsSync(plan) ? readFileSync(plan, 'utf8') : undefined;
}

export function planAt(manifests: string, commit: string, environment: string): string | undefined {
  const plan = `../plans/${environment}.yaml`;
  const isThere = git(manifests, 'ls-tree', '--name-only', commit, plan).output !== '';
  return isThere ? git(manifests, 'show', `${commit}:./${plan}`).output : undefined;
}

function releaseOf(environment: string, files: readonly GeneratedFile[], plan: string | undefined): Release {
  const planned = plan === undefined ? [] : [{ path: `plans/${environment}.yaml`, content: plan }];
  return { environment, digest: digestOf([...files, ...planned]), objects: files.flatMap(({ path, content }) => parseObjects(content, path)) };
}

function isManifest(name: string): boolean {
  return name.endsWith('.yaml');
}

/** The commit that is checked out around a folder; undefined where there is no repository. */
function headOf(folder: string): string | undefined {
  try {
    return git(folder, 'rev-parse', '--verify', '--quiet', 'HEAD').output.trim() || undefined;
  } catch {
    return undefined;
  }
}
