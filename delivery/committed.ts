/** `npm run committed`: fails when a file that is generated differs from what is committed, is missing there, or is of nothing that the configuration has. */
import { join } from 'node:path';
import { endWith } from '../command-line/outcome';
import { committedCommand } from './committed-command';

void endWith(committedCommand(process.argv.slice(2), join(__dirname, '..')));
