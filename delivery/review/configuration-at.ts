/** The configuration of a commit: its policies are simulated next to the present ones. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { reason } from '../../command-line/failure';
import type { Environment } from '../../config/environment';

/** Loads `config/environments.ts` of a folder. */
export type Load = (file: string) => Promise<{ readonly environments: readonly Environment[] }>;

/**
 * Unpacked inside of the project, whose packages it needs, and removed again.
 * @returns why it is not available, when a commit has none or one of another structure
 */
export async function configurationAt(root: string, commit: string, load: Load): Promise<readonly Environment[] | string> {
  const folder = mkdtempSync(join(root, '.review-'));
  try {
    const archive = spawnSync('git', ['archive', '--format=tar', commit, 'config', 'package.json', 'tsconfig.json'], {
      cwd: root,
      maxBuffer: 64 * 1024 * 1024,
    });
    if (archive.status !== 0) return `the base has no configuration of this project: ${archive.stderr.toString().trim().split('\n')[0] ?? ''}`;
    const unpacked = spawnSync('tar', ['-x', '-C', folder], { input: archive.stdout });
    if (unpacked.status !== 0) return `the base's configuration cannot be unpacked: ${unpacked.error?.message ?? unpacked.stderr.toString().trim()}`;
    return (await load(join(folder, 'config', 'environments.ts'))).environments;
  } catch (error) {
    return `the base's configuration cannot be loaded: ${reason(error).split('\n')[0] ?? ''}`;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
