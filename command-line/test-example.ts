/** `npm run test:example`: the tests of the example backend, in a Python environment outside the tree. */
import { spawn } from 'node:child_process';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { absentProgram, exitStatus, reason } from './failure';
import { uvRefusal } from './uv-refusal';

const help = `Runs the tests of example/backend by uv and pytest, in an environment under the cache folder.

  npm run test:example                   all of them
  npm run test:example -- <file>…        those of these files, such as tests/test_orders.py
  npm run test:example -- --help         this text

Needs uv (https://docs.astral.sh/uv) in PATH; the first run fetches packages, and Python where none is there.`;

const root = join(__dirname, '..');

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { help: { type: 'boolean' } } });
  if (values.help === true) {
    console.log(help);
    return 0;
  }
  const { XDG_CACHE_HOME: cache = join(homedir(), '.cache'), UV_PROJECT_ENVIRONMENT: environment = join(cache, 'lyo-platform', 'example-venv') } = process.env;
  const args = ['run', '--frozen', '--directory', 'example/backend', 'pytest', '-q', '-rs', ...positionals];
  const child = spawn('uv', args, {
    cwd: root,
    // bytecode is compiled once, and the many processes of the tests write none
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1', UV_COMPILE_BYTECODE: '1', UV_PROJECT_ENVIRONMENT: environment },
    stdio: ['inherit', 'inherit', 'pipe'],
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const status = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
  if (status === 0) return 0;
  console.error(uvRefusal(stderr) ?? stderr.trim());
  return status ?? 1;
}

main().then(
  (status) => (process.exitCode = status),
  (error: unknown) => {
    console.error(absentProgram(error) === 'uv' ? 'uv is not there: https://docs.astral.sh/uv tells how to install it' : reason(error));
    process.exitCode = exitStatus(error);
  },
);
