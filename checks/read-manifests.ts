/** Reads generated manifests from disk. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { objectKey } from '../config/object-key';
import { manifestObject, type ManifestObject, type Manifests } from './manifest';
import { ownTextOf, textOf } from './text-file';
import { yamlDocuments } from './yaml';

/** Name of the file in which a synthesis records where each object comes from. */
export const metadataFile = 'construct-metadata.json';

const constructMetadata = z.object({ resources: z.record(z.string(), z.object({ path: z.string(), source: z.string().optional() })) });
type ConstructMetadata = z.infer<typeof constructMetadata>['resources'];

/**
 * The objects of one environment, from every YAML file in `<output>/<environment>`, with construct path and source where the output folder has metadata.
 * @throws Error when a file is not YAML or holds something that is not a Kubernetes object
 */
export function readManifests(output: string, environment: string): readonly ManifestObject[] {
  const metadata = readMetadata(output);
  return readdirSync(join(output, environment))
    .filter((file) => file.endsWith('.yaml'))
    .sort()
    .flatMap((file) => readObjects(join(output, environment, file)))
    .map((object) => located(object, metadata[objectKey(environment, object)]));
}

/** Names of the environments in an output folder: its folders. */
export function environmentsIn(output: string): readonly string[] {
  return readdirSync(output, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}

/** The same; empty where the folder does not exist. */
export function knownEnvironments(output: string): readonly string[] {
  return existsSync(output) ? environmentsIn(output) : [];
}

/** The manifests of every environment in an output folder. */
export function allManifests(output: string): readonly Manifests[] {
  return environmentsIn(output).map((environment) => ({ environment, objects: readManifests(output, environment) }));
}

/** Objects of a YAML text. */
export function parseObjects(yaml: string, file: string): readonly ManifestObject[] {
  return documentsIn(yaml, file)
    .filter((value) => value !== null)
    .map((value) => manifestObject(value, { file }));
}

function documentsIn(yaml: string, file: string): readonly unknown[] {
  try {
    return yamlDocuments(yaml);
  } catch (error) {
    throw new Error(`${file}: must be YAML, received ${error instanceof Error ? error.message : String(error)}`);
  }
}

function readObjects(file: string): readonly ManifestObject[] {
  return parseObjects(ownTextOf(file), file);
}

function readMetadata(output: string): ConstructMetadata {
  const file = join(output, metadataFile);
  return existsSync(file) ? constructMetadata.parse(JSON.parse(textOf(file))).resources : {};
}

function located(object: ManifestObject, place: ConstructMetadata[string] | undefined): ManifestObject {
  return place === undefined ? object : { ...object, origin: { ...object.origin, constructPath: place.path, source: place.source } };
}
