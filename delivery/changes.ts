/** `npm run changes`: what a branch changes in generated manifests and plans, as Markdown for a job summary. Needs git, and no credential. */
import { join } from 'node:path';
import { endWith } from '../command-line/outcome';
import { changesCommand } from './changes-command';

void endWith(changesCommand(process.argv.slice(2), join(__dirname, '..')));
