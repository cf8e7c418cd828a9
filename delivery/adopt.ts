/** `npm run adopt`: takes over objects that another tool made, without reducing the number of pods. */
import { join } from 'node:path';
import { endWith } from '../command-line/outcome';
import { adoptCommand } from './adopt-command';

void endWith(adoptCommand(process.argv.slice(2), join(__dirname, '..')));
