import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheFolder } from '../toolchain/cache-folder';

const RUNS_KEPT = 10;

/** Makes the folder for the logs of a run and removes those of runs long ago. */
export async function createLogFolder(now: Date): Promise<string> {
  const root = join(cacheFolder(), 'logs');
  const folder = join(root, `${now.toISOString().replaceAll(':', '-')}-${process.pid}`);
  await mkdir(folder, { recursive: true });
  const runs = (await readdir(root)).sort();
  await Promise.all(runs.slice(0, -RUNS_KEPT).map((run) => rm(join(root, run), { recursive: true, force: true })));
  return folder;
}
