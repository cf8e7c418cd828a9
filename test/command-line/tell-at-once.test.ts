/** A program that prints more than a pipe holds, and never returns to its event loop. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { tellAtOnce } from '../../command-line/tell-at-once';

const root = join(__dirname, '..', '..');

/** True if the last of many lines is read while the program still runs. */
async function isRead(before: string): Promise<boolean> {
  const program = `const { tellAtOnce } = require('./command-line/tell-at-once.ts'); ${before}
    for (let line = 0; line < 20000; line += 1) console.log('line ' + line + ' of many');
    const end = Date.now() + 3000; while (Date.now() < end); process.kill(process.pid, 'SIGKILL');`;
  const child = spawn(process.execPath, ['--import', 'tsx', '-e', program], { cwd: root });
  return new Promise((resolve) => {
    let output = '';
    child.stdout.on('data', (bytes: Buffer) => (output = (output + bytes.toString()).slice(-1000)));
    child.on('close', () => resolve(output.endsWith('line 19999 of many\n')));
  });
}

test('all of its output is read although it is killed; without this, lines would be lost', async () => {
  expect(await isRead('tellAtOnce(process.stdout);')).toBe(true);
  expect(await isRead('')).toBe(false);
}, 60_000);

test('an output that is no pipe is left alone', () => {
  for (const stream of [{}, { _handle: null }, { _handle: {} }]) expect(() => tellAtOnce(stream)).not.toThrow();
});
