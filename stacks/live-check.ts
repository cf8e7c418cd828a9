/** `npm run live-check`: checks in a live project what no test can show; it only reads. */
import { spawnSync } from 'node:child_process';
import { exitStatus, reason } from '../command-line/failure';
import { liveCheckCommand } from './live-check-command';

liveCheckCommand(process.argv.slice(2), {
  environments: async () => (await import('../config/environments')).environments,
  ask: (program, args) => spawnSync(program, args, { encoding: 'utf8', timeout: 60_000 }),
  say: (line) => console.log(line),
}).then(
  (ok) => (process.exitCode = ok ? 0 : 1),
  (error: unknown) => {
    console.error(reason(error));
    process.exitCode = exitStatus(error);
  },
);
