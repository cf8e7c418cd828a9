/** An application for `cdk8s synth` whose dev environment violates two checks on purpose; prod is unchanged. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { objectKey } from '../../config/object-key';
import type { ManifestObject } from '../../checks/manifest';
import { cleanObjects } from './clean';
import { Draft } from './draft';
import { container, deployment } from './names';

function brokenDev(): readonly ManifestObject[] {
  const draft = new Draft(cleanObjects('dev'));
  draft.edit(deployment).set('spec.replicas', 3).remove(`${container}.readinessProbe`);
  return draft.objects;
}

const output = process.env['CDK8S_OUTDIR'] ?? '';
const environments = { dev: brokenDev(), prod: cleanObjects('prod') };
for (const [name, objects] of Object.entries(environments)) {
  mkdirSync(join(output, name), { recursive: true });
  writeFileSync(join(output, name, 'all.yaml'), objects.map(({ body }) => stringify(body)).join('---\n'));
}
const resources = Object.entries(environments).flatMap(([name, objects]) =>
  objects.map((object) => [objectKey(name, object), { path: object.origin.constructPath, source: object.origin.source }] as const),
);
writeFileSync(join(output, 'construct-metadata.json'), JSON.stringify({ version: '1.0.0', resources: Object.fromEntries(resources) }));
