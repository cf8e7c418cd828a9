/** Generated files of a commit, or of the working tree. */
import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { ManifestObject } from '../../checks/manifest';
import type { Plan } from '../../checks/plan';
import { parsePlan, readPlan } from '../../checks/plan-file';
import { environmentsIn, parseObjects, readManifests } from '../../checks/read-manifests';
import { requireOnce } from '../apply/release';
import { contentsAt } from '../git';

/** The objects of each environment. */
export type Generation = ReadonlyMap<string, readonly ManifestObject[]>;

/** The plan of each environment that has one. */
export type Plans = ReadonlyMap<string, Plan>;

/** @throws Error when a file is not YAML, or states what another one states, with the commit and the file */
export function generationAt(root: string, commit: string): Generation {
  const objects = new Map<string, ManifestObject[]>();
  for (const [file, text] of contentsAt(root, commit, 'manifests')) {
    const [, environment] = /^manifests\/([^/]+)\/[^/]+\.yaml$/.exec(file) ?? [];
    if (environment === undefined) continue;
    const of = objects.get(environment) ?? [];
    of.push(...parseObjects(text, `${file} at ${commit}`).map((object) => ({ ...object, origin: { ...object.origin, source: sourceIn(text) } })));
    objects.set(environment, of);
  }
  for (const of of objects.values()) requireOnce(of);
  return objects;
}

/** The source that a generated file names in its first line. */
function sourceIn(text: string): string | undefined {
  return /^# generated from (\S+) for /.exec(text)?.[1];
}

export function generationHere(root: string): Generation {
  const output = join(root, 'manifests');
  const here = new Map(environmentsIn(output).map((environment) => [environment, readManifests(output, environment)]));
  for (const objects of here.values()) requireOnce(objects);
  return here;
}

/** @throws Error when a file is no plan, with the commit and the file */
export function plansAt(root: string, commit: string): Plans {
  const files = [...contentsAt(root, commit, 'plans')].filter(([file]) => isPlan(file));
  return new Map(files.map(([file, text]) => [planned(file), parsePlan(text, `${file} at ${commit}`)]));
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
