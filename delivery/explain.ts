/** `npm run explain`: one page about a workload: what is generated for it, and why. */
import { endWith, outcomeOf } from '../command-line/outcome';
import { explainCommand } from './explain/explain-command';

void endWith(outcomeOf(() => explainCommand(process.argv.slice(2))));
