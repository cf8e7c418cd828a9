/** `npm run promote`: proposes the next release of an environment, as one pull request. Needs git, and for the pull request a token of GitHub. */
import { join } from 'node:path';
import { endWith } from '../command-line/outcome';
import { ownReview } from './own-review';
import { promoteCommand } from './promote-command';

void endWith(promoteCommand(process.argv.slice(2), { root: join(__dirname, '..'), review: ownReview, variables: process.env, ask: fetch }));
