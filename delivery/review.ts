/** `npm run review`: what a change does to a running environment, from generated files alone. Needs git, and neither a cluster nor a credential. */
import { endWith } from '../command-line/outcome';
import { ownReview } from './own-review';

void endWith(ownReview(process.argv.slice(2)));
