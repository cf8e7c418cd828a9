/** `npm run comment`: writes a review into one comment of its pull request. Needs a token of GitHub to write it. */
import { endWith } from '../command-line/outcome';
import { commentCommand } from './comment-command';

void endWith(commentCommand(process.argv.slice(2), { variables: process.env, ask: fetch }));
