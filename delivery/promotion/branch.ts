/** The branch whose one commit changes `releases/<env>.yaml`, made without touching the working tree. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface BranchOptions {
  /** A folder of the repository. */
  readonly root: string;
  /** The parent commit: the promotion changes one file of it. */
  readonly on: string;
  /** From `root`: `releases/prod.yaml`. */
  readonly file: string;
  readonly content: string;
  readonly message: string;
}

/** Author of the commit when git has no name configured. */
const identity = {
  GIT_AUTHOR_NAME: 'promotion',
  GIT_AUTHOR_EMAIL: 'promotion@localhost',
  GIT_COMMITTER_NAME: 'promotion',
  GIT_COMMITTER_EMAIL: 'promotion@localhost',
};

/** @returns the commit, which no branch has yet */
export function promotionCommit({ root, on, file, content, message }: BranchOptions): string {
  return committed(root, on, (git) => {
    const blob = git(['hash-object', '-w', '--stdin'], content);
    // paths in an index start at the top of the repository
    const top = git(['rev-parse', '--show-prefix']);
    git(['update-index', '--add', '--cacheinfo', `100644,${blob},${top}${file}`]);
    return git(['commit-tree', git(['write-tree']), '-p', on], message);
  });
}

/** Everything that was changed here, as one commit. @returns undefined where nothing was */
export function changeCommit({ root, on, message }: Pick<BranchOptions, 'root' | 'on' | 'message'>): string | undefined {
  return committed(root, on, (git) => {
    git(['add', '--all']);
    const tree = git(['write-tree']);
    return tree === git(['rev-parse', `${on}^{tree}`]) ? undefined : git(['commit-tree', tree, '-p', on], message);
  });
}

type Git = (args: readonly string[], input?: string) => string;

/** Uses a temporary index, so that the working tree and its index do not change. */
function committed<Commit>(root: string, on: string, make: (git: Git) => Commit): Commit {
  const folder = mkdtempSync(join(tmpdir(), 'lyo-promotion-'));
  const git: Git = (args, input = '') => run(root, args, { input, env: { ...identity, ...process.env, GIT_INDEX_FILE: join(folder, 'index') } });
  try {
    git(['read-tree', on]);
    return make(git);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export interface Push {
  readonly remote: string;
  readonly commit: string;
  readonly branch: string;
  /** Of the forge. @default - git signs in as it does for people */
  readonly token?: string | undefined;
}

/** Any earlier content of the branch is an older promotion, which this one replaces. The token never appears in a list of processes. */
export function push(root: string, { remote, commit, branch, token }: Push): void {
  const header = `AUTHORIZATION: basic ${Buffer.from(`x-access-token:${token ?? ''}`).toString('base64')}`;
  const signed = token === undefined ? {} : { GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'http.extraheader', GIT_CONFIG_VALUE_0: header };
  run(root, ['push', '--quiet', '--force', remote, `${commit}:refs/heads/${branch}`], { input: '', env: { ...process.env, ...signed } });
}

function run(root: string, args: readonly string[], { input, env }: { readonly input: string; readonly env: NodeJS.ProcessEnv }): string {
  const { status, stdout, stderr, error } = spawnSync('git', args, { cwd: root, input, env, encoding: 'utf8' });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`git ${args[0] ?? ''}: ${stderr.trim()}`);
  return stdout.trim();
}
