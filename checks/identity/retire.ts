/** `npm run identity:retire`: takes a workload, a component or an environment out of everything that remembers it, in the right order. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { endWith } from '../../command-line/outcome';
import type { Manifests } from '../manifest';
import { environmentsIn, readManifests } from '../read-manifests';
import { frozenFile, frozenList } from './frozen';
import { regenerated } from './regeneration';
import { retireCommand } from './retire-command';
import { root, withSynthesized } from './synthesized';

function manifestsIn(folder: string): readonly Manifests[] {
  return existsSync(folder) ? environmentsIn(folder).map((environment) => ({ environment, objects: readManifests(folder, environment) })) : [];
}

void endWith(
  retireCommand(process.argv.slice(2), {
    frozen: () => frozenList.parse(JSON.parse(readFileSync(join(root, frozenFile), 'utf8'))),
    before: () => manifestsIn(join(root, 'manifests')),
    after: () => withSynthesized(manifestsIn),
    write: (list) => regenerated(root, list),
  }),
);
