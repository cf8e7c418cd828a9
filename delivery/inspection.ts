/** Judges new manifests of an environment: every check, and the difference from the present ones. */
import { relative } from 'node:path';
import { knownEnvironments, readManifests } from '../checks/read-manifests';
import { frozen } from '../checks/identity/frozen';
import { notFrozenId, unfrozen } from '../checks/identity/not-frozen';
import { checks } from '../checks/checks';
import { runChecks } from '../checks/run';
import type { Environment } from '../config/environment';
import { manifestChanges } from './manifest-changes';
import type { Generated } from './summary';

/** @param beside where the new manifests are until they replace those in `output` */
export function inspect(environment: Environment, { output, beside }: { readonly output: string; readonly beside: string }): Generated {
  const { name } = environment;
  const objects = readManifests(beside, name).map((object) => ({
    ...object,
    origin: { ...object.origin, file: object.origin.file.replace(beside, relative(process.cwd(), output)) },
  }));
  const before = knownEnvironments(output).includes(name) ? readManifests(output, name) : [];
  const blocking = checks.filter(({ id }) => id !== notFrozenId);
  return {
    environment,
    objects,
    report: runChecks(name, objects, blocking),
    changes: manifestChanges(before, objects),
    unfrozen: unfrozen({ environment: name, objects }, frozen),
  };
}
