/** The application that `cdk8s synth` and `npm start` run: writes every environment's manifests into the folder that CDK8S_OUTDIR names. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { objectKey } from '../config/object-key';
import { ConfigurationError } from '../config/rules/problem';

async function main(): Promise<void> {
  // loading it validates it: inside, so that its problems are shown as text and not as a stack
  const { environments } = await import('../config/environments');
  const { synthesize } = await import('./synthesis');
  const output = process.env['CDK8S_OUTDIR'] ?? 'manifests';
  // everything is rendered before anything is written
  const results = environments.map((environment) => ({ environment: environment.name, files: synthesize(environment) }));
  for (const { environment, files } of results) {
    mkdirSync(join(output, environment), { recursive: true });
    for (const { name, yaml } of files) writeFileSync(join(output, environment, name), yaml);
  }
  if (process.env['CDK8S_RECORD_CONSTRUCT_METADATA'] === 'true') {
    const resources = Object.fromEntries(
      results.flatMap(({ environment, files }) =>
        files.flatMap(({ objects }) => objects.map((object) => [objectKey(environment, object), { path: object.constructPath, source: object.source }])),
      ),
    );
    writeFileSync(join(output, 'construct-metadata.json'), JSON.stringify({ version: '1.0.0', resources }));
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof ConfigurationError ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
