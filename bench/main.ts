/** `npm run bench`: the list of benchmarks, or one of them. */
import { spawnSync } from 'node:child_process';
import { endWith } from '../command-line/outcome';
import { benchCommand } from './bench-command';

void endWith(
  benchCommand(process.argv.slice(2), (script, args) => spawnSync('npm', ['run', '--silent', script, '--', ...args], { stdio: 'inherit' }).status ?? 1),
);
