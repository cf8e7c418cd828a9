/** A signal during a real program: the program ends too, and no file has changed. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { frozenFile } from '../../../checks/identity/frozen';

const project = join(__dirname, '../../..');
let root: string;

function put(file: string, text: string): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'lyo-interruption-'));
  symlinkSync(join(project, 'node_modules'), join(root, 'node_modules'));
  put(frozenFile, 'list of before\n');
  put('manifests/dev.yaml', 'of before\n');
  put('command-line/faults.ts', '');
  put(
    'delivery/start.ts',
    "import { writeFileSync } from 'node:fs';\nwriteFileSync('manifests/dev.yaml', 'half');\nwriteFileSync('../at-work', String(process.pid));\nsetTimeout(() => 0, 600_000);\n",
  );
});
afterEach(() => rmSync(root, { recursive: true }));

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s', async (signal) => {
  const child = spawn(process.execPath, ['--import', 'tsx', join(project, 'test/checks/identity/regenerate.ts')], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  const end = once(child, 'close');
  while (child.exitCode === null && !existsSync(join(root, 'at-work'))) await setTimeout(20);
  // the list changes first
  expect(readFileSync(join(root, frozenFile), 'utf8')).toBe('{}\n');
  const program = Number(readFileSync(join(root, 'at-work'), 'utf8'));
  child.kill(signal);
  expect(await end).toEqual([1, null]);
  expect(stdout).toBe('interrupted');
  // an orphaned process is reaped a moment later
  for (let looks = 0; looks < 100 && isThere(program); looks++) await setTimeout(50);
  expect(isThere(program)).toBe(false);
  expect(readFileSync(join(root, frozenFile), 'utf8')).toBe('list of before\n');
  expect(readFileSync(join(root, 'manifests/dev.yaml'), 'utf8')).toBe('of before\n');
  expect(readdirSync(root).filter((name) => name.startsWith('.retirement'))).toEqual([]);
});

function isThere(program: number): boolean {
  try {
    return process.kill(program, 0);
  } catch {
    return false;
  }
}
