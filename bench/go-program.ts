/** A program built once from the Go module that a folder's go.mod pins and go.sum verifies, into the cache folder outside the tree. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { cacheFolder } from '../e2e/toolchain/cache-folder';
import { whileLocked } from '../e2e/toolchain/file-lock';

export interface GoProgram {
  /** Name of the program and of the folder in `bench/` that has its go.mod. */
  readonly name: string;
  /** Import path of the main package. */
  readonly package: string;
}

/** @param progress - called when a build starts, which may take minutes */
export async function goProgram(program: GoProgram, progress: (line: string) => void): Promise<string> {
  const folder = join(__dirname, program.name);
  const pinned = ['go.mod', 'go.sum'].map((file) => readFileSync(join(folder, file), 'utf8'));
  const key = createHash('sha256').update(JSON.stringify(pinned)).digest('hex').slice(0, 16);
  const path = join(cacheFolder(), 'bin', `${program.name}-${key}`, program.name);
  if (!existsSync(path)) await whileLocked(path, () => (existsSync(path) ? Promise.resolve() : built(program, path, progress)));
  return path;
}

async function built({ name, package: main }: GoProgram, path: string, progress: (line: string) => void): Promise<void> {
  progress(`building ${main}, once`);
  await mkdir(dirname(path), { recursive: true });
  const unfinished = `${path}.${process.pid}.unfinished`;
  await promisify(execFile)('go', ['build', '-mod=readonly', '-trimpath', '-buildvcs=false', '-ldflags=-s -w', '-o', unfinished, main], {
    cwd: join(__dirname, name),
    env: { ...process.env, CGO_ENABLED: '0' },
  });
  await rename(unfinished, path);
}
