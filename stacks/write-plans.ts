/** `npm run plan`: writes the offline infrastructure plan of every environment. */
import { join } from 'node:path';
import { endWith } from '../command-line/outcome';
import { planCommand } from './plan-command';

void endWith(
  planCommand(process.argv.slice(2), {
    plans: join(__dirname, '..', 'plans'),
    load: async () => ({ ...(await import('../config/environments')), ...(await import('./plan')) }),
  }),
);
