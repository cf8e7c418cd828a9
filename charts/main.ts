/** The application that `cdk8s synth` and `npm start` run: writes every environment's manifests into the folder that CDK8S_OUTDIR names. */
import { ConfigurationError } from '../config/rules/problem';

async function main(): Promise<void> {
  // loading the environments validates them; it happens inside `main`, so that problems are shown as text and not as a stack trace
  const { environments } = await import('../config/environments');
  const { writeManifests } = await import('./written-manifests');
  const { CDK8S_OUTDIR: output = 'manifests', CDK8S_RECORD_CONSTRUCT_METADATA: metadata } = process.env;
  writeManifests(environments, output, { withMetadata: metadata === 'true' });
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof ConfigurationError ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
