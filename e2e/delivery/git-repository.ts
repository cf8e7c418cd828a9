/** A git repository of a user, in which scenarios commit what they generate. */
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';

export function startRepository(folder: string): void {
  mkdirSync(folder, { recursive: true });
  git(folder, 'init', '--quiet', '--initial-branch=main');
}

/** @returns the commit */
export function commitAll(folder: string, message = 'Generate'): string {
  git(folder, 'add', '--all');
  git(folder, '-c', 'user.name=Shop', '-c', 'user.email=shop@example.com', 'commit', '--quiet', '--allow-empty', '--message', message);
  return git(folder, 'rev-parse', 'HEAD').trim();
}

function git(cwd: string, ...args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync('git', args, { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`git ${args.join(' ')}: ${stderr}`);
  return stdout;
}
