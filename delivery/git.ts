/** Git, for programs that compare what is generated with what is committed. */
import { spawnSync } from 'node:child_process';
import { textIn } from '../checks/text-file';

const longestOutput = 256 * 1024 * 1024;

export interface Answer {
  /** `false` at status 1, by which git tells a difference, and where it has nothing to say. */
  readonly ok: boolean;
  readonly output: string;
}

/** @throws Error with one line why git cannot answer: it is not installed, the folder is no repository, or git's own message */
export function git(root: string, ...args: readonly string[]): Answer {
  const { status, stdout, stderr, error } = spawnSync('git', args, { cwd: root, encoding: 'utf8', maxBuffer: longestOutput });
  if (error !== undefined) throw error;
  if (/not a git repository/i.test(stderr)) throw new Error(`${root} must be a git repository, or inside one: this compares with what is committed`);
  // it ends with 128 too where it was told to be quiet about a name that stands for nothing
  if (status === null || (status > 1 && stderr.trim() !== '')) throw new Error(`git ${args[0] ?? ''}: ${firstLine(stderr)}`);
  return { ok: status === 0, output: stdout };
}

/**
 * Resolves a name to a commit.
 * @throws Error when the repository does not have it, for example in a shallow clone
 */
export function commitNamed(root: string, option: string, reference: string | undefined): string {
  if (reference === undefined) throw new Error(`${option} must be a commit, a branch or a tag, such as origin/main, received nothing`);
  // a name that begins with a dash must not become an option of git
  const { ok, output } = git(root, 'rev-parse', '--verify', '--quiet', '--end-of-options', `${reference}^{commit}`);
  if (!ok) throw new Error(`${option} must be a commit of this repository (git fetch brings what a shallow clone left out), received ${reference}`);
  return output.trim();
}

/**
 * Content of the files of a commit, by their path below a folder.
 * @param folder - inside of the repository, such as `manifests`; below `root`
 * @throws Error when a YAML file is a link, or is not UTF-8
 */
export function contentsAt(root: string, commit: string, folder: string): ReadonlyMap<string, string> {
  const paths = git(root, 'ls-tree', '-r', '-z', commit, `${folder}/`)
    .output.split('\0')
    .flatMap((line) => pathIn(line, commit));
  const { stdout, status, stderr } = spawnSync('git', ['cat-file', '--batch'], {
    cwd: root,
    input: paths.map((path) => `${commit}:./${path}\n`).join(''),
    maxBuffer: longestOutput,
  });
  if (status !== 0) throw new Error(`git cat-file: ${firstLine(stderr.toString())}`);
  let at = 0;
  return new Map(
    paths.map((path) => {
      // `<hash> blob <bytes>`, the bytes, and a line break
      const end = stdout.indexOf('\n', at);
      const size = Number(stdout.toString('utf8', at, end).split(' ')[2]);
      at = end + 1 + size + 1;
      const bytes = stdout.subarray(end + 1, end + 1 + size);
      return [path, path.endsWith('.yaml') ? textIn(bytes, `${path} at ${commit}`) : bytes.toString('utf8')];
    }),
  );
}

/** The path of a line of `git ls-tree`, `<mode> <type> <hash>\t<path>`; nothing for what is no file. */
function pathIn(line: string, commit: string): readonly string[] {
  const [, mode, path] = /^(\d+) \S+ \S+\t(.*)$/s.exec(line) ?? [];
  if (path === undefined) return [];
  const isFile = mode?.startsWith('100') === true;
  if (!isFile && path.endsWith('.yaml'))
    throw new Error(`${path} at ${commit} must be a file itself, received ${mode === '120000' ? 'a link' : 'a repository'}`);
  return isFile ? [path] : [];
}

function firstLine(text: string): string {
  return text.trim().split('\n')[0] ?? '';
}
