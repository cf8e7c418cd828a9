/** `npm run identity:retire`: removes a workload, a component or an environment from the frozen list and from generated files, and prints the further steps in order. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { endWith } from '../../command-line/outcome';
import { allManifests } from '../read-manifests';
import { frozenFile, frozenList } from './frozen';
import { regenerated } from './regeneration';
import { retireCommand } from './retire-command';
import { root, withSynthesized } from './synthesized';

void endWith(
  retireCommand(process.argv.slice(2), {
    frozen: () => frozenList.parse(JSON.parse(readFileSync(join(root, frozenFile), 'utf8'))),
    before: () => (existsSync(join(root, 'manifests')) ? allManifests(join(root, 'manifests')) : []),
    after: () => withSynthesized(allManifests),
    write: (list) => regenerated(root, list),
  }),
);
