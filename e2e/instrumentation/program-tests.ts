/** The tests of the program that starts instrumentation, run by pytest in an interpreter with the real SDK. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { instrumentationFolder } from '../toolchain/python';

const run = promisify(execFile);

/** Folder of the tests, which are in Python and therefore run by pytest. */
const folder = join(__dirname, '..', '..', 'test', 'constructs', 'instrumentation', 'program');

/**
 * @returns pytest's last line
 * @throws Error with pytest's output if a test fails
 */
export async function programTests(python: string, files: readonly string[]): Promise<string> {
  const { stdout } = await run(python, ['-m', 'pytest', '-q', '--no-header', '-p', 'no:cacheprovider', ...files], {
    cwd: folder,
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], LYO_INSTRUMENTATION: await instrumentationFolder(), PYTHONDONTWRITEBYTECODE: '1' },
    maxBuffer: 16 * 1024 * 1024,
  }).catch((error: unknown) => {
    throw new Error(`tests of the program fail:\n${String((error as { stdout?: unknown }).stdout)}`);
  });
  return stdout.trim().split('\n').at(-1) ?? '';
}
