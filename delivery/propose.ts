/** `npm run propose`: the local changes as one pull request. Needs git, and for the pull request a token of GitHub. */
import { join } from 'node:path';
import { endWith } from '../command-line/outcome';
import { proposeCommand } from './propose-command';

void endWith(proposeCommand(process.argv.slice(2), { root: join(__dirname, '..'), variables: process.env, ask: fetch }));
