/** Runs openssl, which creates certificates. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** OpenSSL requires a configuration file even if it is empty; the system's may be missing or contain other settings. */
const configuration = '[req]\ndistinguished_name = none\n[none]\n';

/** @throws Error when openssl fails or is not installed */
export function openssl(args: readonly string[]): void {
  const folder = mkdtempSync(join(tmpdir(), 'lyo-openssl-'));
  try {
    const file = join(folder, 'openssl.cnf');
    writeFileSync(file, configuration);
    execFileSync('openssl', args, { stdio: 'pipe', env: { PATH: process.env['PATH'], OPENSSL_CONF: file } });
  } catch (error) {
    throw new Error(`openssl ${args.slice(0, 2).join(' ')} failed; the program "openssl" 1.1.1 or newer must be installed`, { cause: error });
  } finally {
    rmSync(folder, { recursive: true });
  }
}
