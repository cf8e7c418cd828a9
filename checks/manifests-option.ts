import type { Manifests } from './manifest';
import { environmentsIn, readManifests } from './read-manifests';
import { readable } from './readable';

/** Manifests of one environment in the folder of `--manifests`. @throws Error that names option and folder when the folder has none */
export function manifestsIn(folder: string, environment: string): Manifests {
  const present = readable('--manifests', folder, () => environmentsIn(folder));
  if (!present.includes(environment)) throw new Error(`--manifests must hold a folder ${environment} (npm start writes it), received ${folder}`);
  return { environment, objects: readManifests(folder, environment) };
}
