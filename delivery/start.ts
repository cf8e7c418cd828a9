/**
 * `npm start`: synthesizes every environment into a temporary folder, runs every check, and only then puts the new manifests in place.
 * (`cdk8s synth` empties its output folder before it knows of an error.)
 */
import { join } from 'node:path';
import { endWith, outcomeOf } from '../command-line/outcome';
import { cdk8sSettings, generate } from './generation';
import { startCommand } from './start-command';
import { workflowsIn } from './undelivered';

const root = join(__dirname, '..');

void endWith(
  outcomeOf(() =>
    startCommand(process.argv.slice(2), {
      output: join(root, cdk8sSettings(root).output),
      generate: (folder) => generate(root, folder),
      workflows: workflowsIn(root),
      load: async () => ({ ...(await import('../config/environments')), ...(await import('./inspection')), ...(await import('./summary')) }),
    }),
  ),
);
