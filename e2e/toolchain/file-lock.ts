/** A lock for programs that share a folder: runs that start together must not build the same program twice. */
import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { type Duration, durationOf, milliseconds } from '../../config/duration';
import { sleep } from '../waiting/stopwatch';

/** A live holder touches its file this often. */
const HEARTBEAT = '5s';
/** A holder that has not touched its file for so long is dead or suspended. This is needed only for a reused process number or another machine. */
const SILENCE = '120s';

export interface LockOptions {
  /** Called once if another process holds the lock, with its name: `process 4711`. @default - not reported */
  readonly onWait?: (holder: string) => void;
  /** Time between two attempts. @default 200 to 400 ms, random so that two waiters do not block each other forever */
  readonly interval?: Duration;
}

/**
 * Does the work while holding the lock of that name, and releases it however the work ends. A dead holder is ignored: its process is gone,
 * or it has not touched its file for two minutes. Each holder has a file of its own (`<path>.lock.<pid>.<random>.<host>`), written before it looks for others and
 * removed when it sees one, so that two never both find themselves alone.
 * @param path a file name; its folder is made
 */
export async function whileLocked<T>(path: string, work: () => Promise<T>, options: LockOptions = {}): Promise<T> {
  const own = await acquire(path, options);
  const heart = setInterval(() => void touch(own), milliseconds(HEARTBEAT)).unref();
  try {
    return await work();
  } finally {
    clearInterval(heart);
    await rm(own, { force: true });
  }
}

async function acquire(path: string, { onWait, interval }: LockOptions): Promise<string> {
  await mkdir(dirname(path), { recursive: true });
  const own = `${path}.lock.${process.pid}.${randomUUID()}.${hostname()}`;
  let told = false;
  for (;;) {
    if ((await liveHolder(path, own)) === undefined) {
      await writeFile(own, '');
      const other = await liveHolder(path, own);
      if (other === undefined) return own;
      await rm(own, { force: true });
    } else if (!told) {
      told = true;
      onWait?.((await liveHolder(path, own)) ?? 'somebody who has just finished');
    }
    await sleep(interval ?? durationOf((200 + 200 * Math.random()) / 1000));
  }
}

/** Another holder of the lock, if there is one. Removes files of dead holders; no file name is ever used twice. */
async function liveHolder(path: string, own: string): Promise<string | undefined> {
  const prefix = `${basename(path)}.lock.`;
  for (const name of await readdir(dirname(path))) {
    const file = join(dirname(path), name);
    if (!name.startsWith(prefix) || file === own) continue;
    const [pid = '', , ...host] = name.slice(prefix.length).split('.');
    if (await isAlive(file, Number(pid), host.join('.'))) return `process ${pid}`;
    await rm(file, { force: true });
  }
  return undefined;
}

async function isAlive(file: string, pid: number, host: string): Promise<boolean> {
  if (host === hostname() && !isRunning(pid)) return false;
  try {
    return Date.now() - (await stat(file)).mtimeMs < milliseconds(SILENCE);
  } catch {
    return false; // released meanwhile
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // EPERM: the process runs, but belongs to another user
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

async function touch(file: string): Promise<void> {
  const now = new Date();
  await utimes(file, now, now).catch(() => undefined);
}
