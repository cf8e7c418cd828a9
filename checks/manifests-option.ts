import type { Manifests } from './manifest';
import { environmentsIn, readManifests } from './read-manifests';
import { readable } from './readable';

/** What `--manifests` names, for one environment. @throws Error with the option and the folder where nothing was generated for it */
export function manifestsIn(folder: string, environment: string): Manifests {
  const present = readable('--manifests', folder, () => environmentsIn(folder));
  if (!present.includes(environment)) throw new Error(`--manifests must hold a folder ${environment} (npm start writes it), received ${folder}`);
  return { environment, objects: readManifests(folder, environment) };
}
