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
    // not the status of the program: that of the compiler is 1 or 2 by whether it wrote its cache
    if (status !== 0) return 1;
  }
  return 0;
}

process.exitCode = main(process.argv.slice(2));
