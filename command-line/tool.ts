/** `node command-line/tool.ts <script>`: starts the program of an npm script in `tools`. */
import { spawnSync } from 'node:child_process';
import { exitStatus, reason } from './failure';
import { startedBy, type Started } from './tools';

function main([script = '', ...args]: readonly string[]): number {
  let started: Started;
  try {
    started = startedBy(script, args);
  } catch (error) {
    console.error(reason(error));
    return exitStatus(error);
  }
  if (started.help !== undefined) console.log(started.help);
  for (const [program, ...rest] of started.steps) {
    const { status, error } = spawnSync(program, rest, { stdio: 'inherit' });
    if (error !== undefined) throw error;
    // without a status the program was ended by a signal
    if (status !== 0) return status ?? 1;
  }
  return 0;
}

process.exitCode = main(process.argv.slice(2));
