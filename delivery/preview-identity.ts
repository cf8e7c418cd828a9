/** `npm run preview-identity`: manifests with rights to try everything and to change nothing. */
import { join } from 'node:path';
import { endWith } from '../command-line/outcome';
import { previewIdentityCommand } from './preview-identity-command';

void endWith(previewIdentityCommand(process.argv.slice(2), join(__dirname, '..')));
