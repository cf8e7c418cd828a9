/** `npm run recommend`: proposes changes of a workload and its environment, and writes new requests into config/sizing on request. Reads files or a Prometheus. */
import { join } from 'node:path';
import { endWith } from '../command-line/outcome';
import { recommendCommand } from './recommend-command';

void endWith(
  recommendCommand(process.argv.slice(2), {
    root: join(__dirname, '..'),
    load: async () => (await import('../config/environments')).environments,
    now: Date.now,
    progress: (done, of) => process.stderr.write(`\r${done} of ${of} policies${done === of ? '\n' : ''}`),
  }),
);
