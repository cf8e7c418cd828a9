/** `npm run cost`: prints the monthly cost of each environment. */
import { exitStatus, reason } from '../../command-line/failure';
import { costCommand } from './cost-command';

costCommand(process.argv.slice(2)).then(
  (text) => process.stdout.write(text),
  (error: unknown) => {
    process.stderr.write(`${reason(error)}\n`);
    process.exitCode = exitStatus(error);
  },
);
