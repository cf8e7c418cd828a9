/** What Node needs to run the tests as they are: TypeScript, and the environments of test/fixtures where people have their own. */
import { createRequire } from 'node:module';
import { register as registerRequire } from 'tsx/cjs/api';
import { register as registerImport } from 'tsx/esm/api';

registerRequire();
registerImport();
createRequire(import.meta.url)('./fixtures/in-place-of-configuration');
