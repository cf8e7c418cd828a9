import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheFolder } from '../toolchain/cache-folder';

const RUNS_KEPT = 10;

/** Makes the folder for the logs of a run and removes those of runs long ago, but none of a run that still goes on. */
export async function createLogFolder(now: Date, root: string = join(cacheFolder(), 'logs')): Promise<string> {
  const folder = join(root, `${now.toISOString().replaceAll(':', '-')}-${process.pid}`);
  await mkdir(folder, { recursive: true });
  const runs = (await readdir(root)).sort();
  const old = runs.slice(0, -RUNS_KEPT).filter((run) => !isRunning(Number(run.split('-').at(-1))));
  await Promise.all(old.map((run) => rm(join(root, run), { recursive: true, force: true })));
  return folder;
}

function isRunning(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // another user's process may not be asked, but it is there
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
