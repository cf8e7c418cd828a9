/** `npm run publish`: one release as a signed artifact of an OCI registry. Needs oras and cosign. */
import { join } from 'node:path';
import { endWith } from '../command-line/outcome';
import { publishCommand } from './publish-command';

void endWith(publishCommand(process.argv.slice(2), join(__dirname, '..')));
