/** The `helm` program, built once from the Go module that helm/go.mod pins and go.sum verifies, into the cache folder outside the tree. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { cacheFolder } from '../e2e/cache-folder';

const moduleFolder = join(__dirname, 'helm');
const mainPackage = 'helm.sh/helm/v3/cmd/helm';

/** @param progress - told when a build starts, which takes minutes */
export function helmBinary(progress: (line: string) => void): string {
  const pinned = ['go.mod', 'go.sum'].map((file) => readFileSync(join(moduleFolder, file), 'utf8'));
  const key = createHash('sha256').update(JSON.stringify(pinned)).digest('hex').slice(0, 16);
  const path = join(cacheFolder(), 'bin', `helm-${key}`, 'helm');
  if (existsSync(path)) return path;
  progress(`building ${mainPackage}, once`);
  mkdirSync(dirname(path), { recursive: true });
  const unfinished = `${path}.${process.pid}.unfinished`;
  execFileSync('go', ['build', '-mod=readonly', '-trimpath', '-buildvcs=false', '-ldflags=-s -w', '-o', unfinished, mainPackage], {
    cwd: moduleFolder,
    env: { ...process.env, CGO_ENABLED: '0' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  renameSync(unfinished, path);
  return path;
}

/** `v3.22.0`. A build from a module carries no version of its own. */
export function helmVersion(): string {
  return /helm\.sh\/helm\/v3 (v\S+)/.exec(readFileSync(join(moduleFolder, 'go.mod'), 'utf8'))?.[1] ?? 'unknown';
}
