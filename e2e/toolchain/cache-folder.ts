import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/**
 * Where built components and logs live: outside the tree, so that `git clean` costs no cold build.
 * `LYO_CACHE` wins, then `$XDG_CACHE_HOME/lyo-platform`, then `~/.cache/lyo-platform`.
 */
export function cacheFolder(environment: NodeJS.ProcessEnv = process.env): string {
  if (environment['LYO_CACHE']) return resolve(environment['LYO_CACHE']);
  if (environment['XDG_CACHE_HOME']) return resolve(environment['XDG_CACHE_HOME'], 'lyo-platform');
  return join(homedir(), '.cache', 'lyo-platform');
}
