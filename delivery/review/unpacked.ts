/** Unpacks the files of a commit into a folder inside the project, because they need its packages. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The folder is removed afterwards.
 * @param paths of the commit. @default - all of it
 * @throws Error when they are not there, or cannot be unpacked
 */
export async function unpacked<Result>(root: string, commit: string, paths: readonly string[], use: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = mkdtempSync(join(root, '.review-'));
  try {
    const archive = spawnSync('git', ['archive', '--format=tar', commit, ...paths], { cwd: root, maxBuffer: 256 * 1024 * 1024 });
    if (archive.status !== 0) throw new Error(archive.stderr.toString().trim().split('\n')[0] ?? '');
    const unpacking = spawnSync('tar', ['-x', '-C', folder], { input: archive.stdout });
    if (unpacking.status !== 0) throw new Error(unpacking.error?.message ?? unpacking.stderr.toString().trim());
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
