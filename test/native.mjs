/** Lets Node run the tests directly: with TypeScript, and with the environments of test/fixtures in place of users' own. */
import { createRequire } from 'node:module';
import { register as registerRequire } from 'tsx/cjs/api';
import { register as registerImport } from 'tsx/esm/api';

registerRequire();
registerImport();
createRequire(import.meta.url)('./fixtures/in-place-of-configuration');
