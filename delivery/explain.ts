/** `npm run explain`: what one workload gets and why. */
import { endWith, outcomeOf } from '../command-line/outcome';
import { explainCommand } from './explain/explain-command';

void endWith(outcomeOf(() => explainCommand(process.argv.slice(2))));
