/** Generated files as a commit holds them, or as they lie in the working tree. */
import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { ManifestObject } from '../../checks/manifest';
import type { Plan } from '../../checks/plan';
import { parsePlan, readPlan } from '../../checks/plan-file';
import { environmentsIn, parseObjects, readManifests } from '../../checks/read-manifests';
import { git } from '../git';

/** The objects of each environment. */
export type Generation = ReadonlyMap<string, readonly ManifestObject[]>;

/** The plan of each environment that has one. */
export type Plans = ReadonlyMap<string, Plan>;

/** @throws Error when a file is not YAML, with the commit and the file */
export function generationAt(root: string, commit: string): Generation {
  const files = git(root, 'ls-tree', '-r', '--name-only', commit, 'manifests/')
    .output.split('\n')
    .filter((file) => /^manifests\/[^/]+\/[^/]+\.yaml$/.test(file));
  const environments = [...new Set(files.map(environmentOf))];
  return new Map(
    environments.map((environment) => [
      environment,
      files
        .filter((file) => environmentOf(file) === environment)
        .flatMap((file) => parseObjects(git(root, 'show', `${commit}:${file}`).output, `${file} at ${commit}`)),
    ]),
  );
}

export function generationHere(root: string): Generation {
  const output = join(root, 'manifests');
  return new Map(environmentsIn(output).map((environment) => [environment, readManifests(output, environment)]));
}

/** @throws Error when a file is no plan, with the commit and the file */
export function plansAt(root: string, commit: string): Plans {
  const files = git(root, 'ls-tree', '--name-only', commit, 'plans/').output.split('\n').filter(isPlan);
  return new Map(files.map((file) => [planned(file), parsePlan(git(root, 'show', `${commit}:${file}`).output, `${file} at ${commit}`)]));
}

export function plansHere(root: string): Plans {
  const folder = join(root, 'plans');
  const files = existsSync(folder) ? readdirSync(folder).filter(isPlan) : [];
  return new Map(files.map((file) => [planned(file), readPlan(folder, planned(file))]));
}

function isPlan(file: string): boolean {
  return file.endsWith('.yaml');
}

/** `plans/dev.yaml` → `dev` */
function planned(file: string): string {
  return basename(file, '.yaml');
}

function environmentOf(file: string): string {
  return file.split('/')[1] ?? '';
}
