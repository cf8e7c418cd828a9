/** `npm run drift`: how the cluster differs from what was applied, by read requests only. */
import { join } from 'node:path';
import { endWith } from '../command-line/outcome';
import { driftCommand } from './drift-command';

void endWith(driftCommand(process.argv.slice(2), join(__dirname, '..'), () => new Date()));
