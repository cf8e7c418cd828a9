/** The `helm` program, built once from the Go module that helm/go.mod pins and go.sum verifies, into the cache folder outside the tree. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { cacheFolder } from '../e2e/toolchain/cache-folder';
import { whileLocked } from '../e2e/toolchain/file-lock';

const moduleFolder = join(__dirname, 'helm');
const mainPackage = 'helm.sh/helm/v3/cmd/helm';

/** @param progress - told when a build starts, which takes minutes */
export async function helmBinary(progress: (line: string) => void): Promise<string> {
  const pinned = ['go.mod', 'go.sum'].map((file) => readFileSync(join(moduleFolder, file), 'utf8'));
  const key = createHash('sha256').update(JSON.stringify(pinned)).digest('hex').slice(0, 16);
  const path = join(cacheFolder(), 'bin', `helm-${key}`, 'helm');
  if (!existsSync(path)) await whileLocked(path, () => (existsSync(path) ? Promise.resolve() : built(path, progress)));
  return path;
}

async function built(path: string, progress: (line: string) => void): Promise<void> {
  progress(`building ${mainPackage}, once`);
  await mkdir(dirname(path), { recursive: true });
  const unfinished = `${path}.${process.pid}.unfinished`;
  await promisify(execFile)('go', ['build', '-mod=readonly', '-trimpath', '-buildvcs=false', '-ldflags=-s -w', '-o', unfinished, mainPackage], {
    cwd: moduleFolder,
    env: { ...process.env, CGO_ENABLED: '0' },
  });
  await rename(unfinished, path);
}

/** `v3.22.0`. A build from a module carries no version of its own. */
export function helmVersion(): string {
  return /helm\.sh\/helm\/v3 (v\S+)/.exec(readFileSync(join(moduleFolder, 'go.mod'), 'utf8'))?.[1] ?? 'unknown';
}
