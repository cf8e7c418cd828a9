/** `npm run identity:freeze`: writes identities of new objects into the frozen list. */
import { join } from 'node:path';
import { endWith } from '../../command-line/outcome';
import { allManifests } from '../read-manifests';
import { freezeCommand } from './freeze-command';
import { frozenFile } from './frozen';
import { root, withSynthesized } from './synthesized';

void endWith(freezeCommand(process.argv.slice(2), { list: join(root, frozenFile), synthesized: () => withSynthesized(allManifests), read: allManifests }));
