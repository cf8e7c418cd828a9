/** The generated manifests of an environment, parsed, which mutants change. */
import { parseObjects } from '../../checks/read-manifests';
import type { ManifestObject } from '../../checks/manifest';
import { synthesize } from '../../charts/synthesis';
import { environments } from '../fixtures/environments';
import { oncePerEnvironment } from '../once-per-environment';

export function cleanObjects(name: string): readonly ManifestObject[] {
  const environment = environments.find((candidate) => candidate.name === name);
  if (environment === undefined) throw new Error(`the environment must be one of ${environments.map((known) => known.name).join(', ')}, received ${name}`);
  return objectsOf(environment);
}

/** Shared, because drafts clone every object that they change. */
const objectsOf = oncePerEnvironment((environment): readonly ManifestObject[] =>
  synthesize(environment).flatMap(({ name: file, yaml, objects }) =>
    parseObjects(yaml, `manifests/${environment.name}/${file}`).map((object, index) => {
      const { constructPath, source } = objects[index] ?? {};
      return { ...object, origin: { ...object.origin, constructPath, source } };
    }),
  ),
);
