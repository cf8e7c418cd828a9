/** `npm run committed`: fails when a generated file differs from the committed one, is missing there, or belongs to nothing in the configuration. */
import { join } from 'node:path';
import { endWith } from '../command-line/outcome';
import { committedCommand } from './committed-command';

void endWith(committedCommand(process.argv.slice(2), join(__dirname, '..')));
