/** Manifests on disk: one folder per environment, one file per chart. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Environment } from '../config/environment';
import { objectKey } from '../config/object-key';
import { synthesize } from './synthesis';

/**
 * Writes manifests, after everything has been rendered.
 * @param withMetadata - also writes construct-metadata.json: where each object comes from
 */
export function writeManifests(
  environments: readonly Environment[],
  output: string,
  { withMetadata }: { readonly withMetadata: boolean },
  make = synthesize,
): void {
  const results = environments.map((environment) => ({ environment: environment.name, files: make(environment) }));
  for (const { environment, files } of results) {
    mkdirSync(join(output, environment), { recursive: true });
    for (const { name, yaml } of files) writeFileSync(join(output, environment, name), yaml);
  }
  if (!withMetadata) return;
  const resources = Object.fromEntries(
    results.flatMap(({ environment, files }) =>
      files.flatMap(({ objects }) => objects.map((object) => [objectKey(environment, object), { path: object.constructPath, source: object.source }])),
    ),
  );
  writeFileSync(join(output, 'construct-metadata.json'), JSON.stringify({ version: '1.0.0', resources }));
}
