/** `npm run pin`: writes an image with its digest into the configuration. */
import { join } from 'node:path';
import { endWith } from '../command-line/outcome';
import { pinCommand } from './pin-command';

void endWith(pinCommand(process.argv.slice(2), join(__dirname, '..', 'config')));
