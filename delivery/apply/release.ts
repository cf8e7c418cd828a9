/** What is to run in one environment: its objects, and the digest by which it was approved. */
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ManifestObject } from '../../checks/manifest';
import { parseObjects } from '../../checks/read-manifests';
import { ownTextOf, requireOwn } from '../../checks/text-file';
import { digestOf, type GeneratedFile } from '../digest';
import { contentsAt, git } from '../git';
import { recordKey } from './object-key';

export interface Release {
  readonly environment: string;
  readonly digest: string;
  /** @default - the files belong to no commit */
  readonly commit?: string;
  /** Where it was published, `oci://…@sha256:…`. @default - it comes from git */
  readonly artifact?: string;
  readonly objects: readonly ManifestObject[];
}

/** Reads the release from a folder with a folder for each environment, and from the plans next to it. */
export function releaseIn(manifests: string, environment: string): Release {
  const release = releaseOf(environment, filesIn(manifests, environment));
  const head = headOf(manifests);
  return head !== undefined && digestOf(filesAt(manifests, head, environment)) === release.digest ? { ...release, commit: head } : release;
}

/** The digest of the same, without reading what the files say. */
export function digestIn(manifests: string, environment: string): string {
  return digestOf(filesIn(manifests, environment));
}

function filesIn(manifests: string, environment: string): readonly GeneratedFile[] {
  requireOwn(join(manifests, environment), 'a folder');
  const names = readdirSync(join(manifests, environment)).filter(isManifest).sort();
  const files = names.map((name) => ({ path: `manifests/${environment}/${name}`, content: ownTextOf(join(manifests, environment, name)) }));
  return [...files, ...planned(environment, planIn(manifests, environment))];
}

/**
 * Reads the release from a commit of the folder's repository.
 * @returns undefined when that commit has no manifests of the environment
 */
export function releaseAt(manifests: string, commit: string, environment: string): Release | undefined {
  const files = filesAt(manifests, commit, environment);
  return files.length === 0 ? undefined : { ...releaseOf(environment, files), commit };
}

/** What a commit has for an environment, the plan of its infrastructure last; nothing where it has no manifests of it. */
export function filesAt(manifests: string, commit: string, environment: string): readonly GeneratedFile[] {
  const files = [...contentsAt(manifests, commit, environment)]
    .filter(([path]) => isManifest(path) && dirname(path) === environment)
    .map(([path, content]) => ({ path: `manifests/${path}`, content }));
  return files.length === 0 ? [] : [...files, ...planned(environment, planAt(manifests, commit, environment))];
}

/** The plan of infrastructure next to a folder of manifests. */
export function planIn(manifests: string, environment: string): string | undefined {
  const plan = join(manifests, '..', 'plans', `${environment}.yaml`);
  return existsSync(plan) ? ownTextOf(plan) : undefined;
}

export function planAt(manifests: string, commit: string, environment: string): string | undefined {
  return contentsAt(manifests, commit, '../plans').get(`../plans/${environment}.yaml`);
}

function planned(environment: string, plan: string | undefined): readonly GeneratedFile[] {
  return plan === undefined ? [] : [{ path: `plans/${environment}.yaml`, content: plan }];
}

/**
 * @param files by their path in the repository: manifests, and a plan
 * @throws Error when an object stands in them twice: only one of the two would run, and nobody could say which was approved
 */
export function releaseOf(environment: string, files: readonly GeneratedFile[]): Release {
  const manifests = files.filter(({ path }) => path.startsWith('manifests/'));
  const objects = manifests.flatMap(({ path, content }) => parseObjects(content, path));
  requireOnce(objects);
  return { environment, digest: digestOf(files), objects };
}

/** @throws Error when an object is stated twice */
export function requireOnce(objects: readonly ManifestObject[]): void {
  const seen = new Map<string, ManifestObject>();
  for (const object of objects) {
    const before = seen.get(recordKey(object));
    if (before !== undefined) throw new Error(`${recordKey(object)} must be stated once, received it in ${before.origin.file} and in ${object.origin.file}`);
    seen.set(recordKey(object), object);
  }
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
