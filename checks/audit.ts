/** `npm run audit`: prints the audit of each environment and writes it to docs/audit. Ends with 1 when an automated control fails. */
import { endWith } from '../command-line/outcome';
import { auditCommand } from './audit-command';

void endWith(auditCommand(process.argv.slice(2), async () => (await import('../config/environments')).environments.map(({ name }) => name)));
