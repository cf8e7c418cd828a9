/** `npm run cost`: what each environment costs in a month. */
import { exitStatus, reason } from '../../command-line/failure';
import { costCommand } from './cost-command';

costCommand(process.argv.slice(2)).then(
  (text) => process.stdout.write(text),
  (error: unknown) => {
    process.stderr.write(`${reason(error)}\n`);
    process.exitCode = exitStatus(error);
  },
);
