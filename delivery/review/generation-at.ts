/** Generated files as a commit holds them, or as they lie in the working tree. */
import { join } from 'node:path';
import type { ManifestObject } from '../../checks/manifest';
import { environmentsIn, parseObjects, readManifests } from '../../checks/read-manifests';
import { git } from '../git';

/** The objects of each environment. */
export type Generation = ReadonlyMap<string, readonly ManifestObject[]>;

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

function environmentOf(file: string): string {
  return file.split('/')[1] ?? '';
}
