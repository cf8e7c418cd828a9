/** Where a review begins, and the commits since then: `--since` starts at the running release, by its commit or its approved digest. */
import { contentsAt, commitNamed, git } from '../git';
import { digestOf } from '../digest';

export interface Merged {
  /** Abbreviated. */
  readonly commit: string;
  readonly subject: string;
  /** Number of the pull request, where the subject names it as GitHub does. */
  readonly pullRequest?: number;
}

/** Most commits that are searched for a digest, the newest first. */
const furthest = 2000;

/** @throws Error when no commit has it */
export function commitSince(root: string, since: string): string {
  return /^sha256:[0-9a-f]{64}$/.test(since) ? commitOfDigest(root, since) : commitNamed(root, '--since', since);
}

function commitOfDigest(root: string, digest: string): string {
  const commits = lines(git(root, 'log', `--max-count=${furthest}`, '--format=%H', '--', 'manifests', 'plans').output);
  const found = commits.find((commit) => digestsAt(root, commit).includes(digest));
  if (found !== undefined) return found;
  throw new Error(`--since must be the digest of a commit of this repository (git fetch --unshallow brings what a shallow clone left out), received ${digest}`);
}

function digestsAt(root: string, commit: string): readonly string[] {
  const manifests = [...contentsAt(root, commit, 'manifests')];
  const plans = contentsAt(root, commit, 'plans');
  const environments = new Set(manifests.map(([path]) => path.split('/')[1] ?? ''));
  return [...environments].map((environment) => {
    const plan = plans.get(`plans/${environment}.yaml`);
    const files = manifests.filter(([path]) => new RegExp(`^manifests/${environment}/[^/]+\\.yaml$`).test(path));
    return digestOf([
      ...files.map(([path, content]) => ({ path, content })),
      ...(plan === undefined ? [] : [{ path: `plans/${environment}.yaml`, content: plan }]),
    ]);
  });
}

/** Commits after one up to another, the newest first; commits inside of a merge are left out. */
export function mergedBetween(root: string, base: string, head: string): readonly Merged[] {
  return lines(git(root, 'log', '--first-parent', '--format=%h %s', `${base}..${head}`).output).map((line) => {
    const [commit = '', ...words] = line.split(' ');
    const subject = words.join(' ');
    const [, merged, squashed] = /^Merge pull request #(\d+)|\(#(\d+)\)$/.exec(subject) ?? [];
    const number = merged ?? squashed;
    return { commit, subject, ...(number === undefined ? {} : { pullRequest: Number(number) }) };
  });
}

export interface ChangedSource {
  readonly file: string;
  /** Of the new file; empty where lines were only removed. */
  readonly lines: readonly string[];
}

/** Lines that people wrote; the other changes were generated from them. @param head - @default the working tree */
export function changedSources(root: string, base: string, head?: string): readonly ChangedSource[] {
  const range = head === undefined ? [base] : [base, head];
  const { output } = git(root, 'diff', '--unified=0', '--no-color', '--no-ext-diff', '--relative', ...range, '--', 'config', 'charts', 'constructs');
  return output
    .split(/^diff --git /m)
    .slice(1)
    .map((text) => ({
      file: /^\+\+\+ b\/(.+)$/m.exec(text)?.[1] ?? /^--- a\/(.+)$/m.exec(text)?.[1] ?? '',
      lines: [...text.matchAll(/^@@ -\S+ \+(\d+)(?:,(\d+))? @@/gm)].flatMap(([, from, count = '1']) => spanOf(Number(from), Number(count))),
    }))
    .filter(({ file }) => file !== '')
    .sort((one, other) => Number(isConfiguration(other)) - Number(isConfiguration(one)));
}

/** Files that a team writes come first. */
function isConfiguration({ file }: ChangedSource): boolean {
  return file.startsWith('config/');
}

function spanOf(from: number, count: number): readonly string[] {
  if (count === 0) return [];
  return [count === 1 ? String(from) : `${from}–${from + count - 1}`];
}

function lines(text: string): readonly string[] {
  return text.split('\n').filter((line) => line !== '');
}
