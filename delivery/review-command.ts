/** The command `npm run review` as a function: the project, and what both sides are judged by, are arguments. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { reason } from '../command-line/failure';
import { outcomeOf, succeeded, type Outcome } from '../command-line/outcome';
import type { Environment } from '../config/environment';
import { commitNamed, git } from './git';
import { generatedAt, generatedIn, requireFresh, type Generate } from './review/freshness';
import { generationAt, generationHere, plansAt, plansHere } from './review/generation-at';
import { markdownOf } from './review/markdown';
import { reviewPage } from './review/page';
import { replaysOf, type Replay } from './review/replay';
import { reviewOf, type Reviewed, type Standard } from './review/review';
import type { Review } from './review/review-schema';
import type { Risk } from './review/risk';
import { changedSources, commitSince, mergedBetween } from './review/since';
import { unpacked } from './review/unpacked';

const help = `Reports what a change of generated manifests does: what is refused, removed, replaced, restarted, opened or scaled differently,
the effect on pods, nodes, cost, minutes and requests, and the checks that it breaks.

  npm run review -- --base <commit>                   the files here against the commit, for example origin/main
  npm run review -- --base <commit> --head <commit>   one commit against another
  npm run review -- --since <commit or digest>        all changes since the running release: its digest is in releases/<env>.yaml and in the cluster's record
  npm run review -- --base <commit> --out <folder>    writes review.md, review.html and review.json there
  npm run review -- --base <commit> --json            prints review.json
  --manifests <folder>                                manifests/ of another project, with plans/ beside it
  --help                                              this text

Manifests and plans must be what their sources generate, those of --head too: the sources run, without any credential. Of another project that is not asked, and of a head
with other packages than those installed here it cannot be told, which the command says.

Ends with 0 when pods are replaced at most, 3 when something is dangerous, 4 when the API server will refuse something; with 1 when it cannot tell, and 2 for a
command line that it does not understand.`;

const statuses: Readonly<Record<Risk, number>> = { routine: 0, behaviour: 0, restarts: 0, dangerous: 3, refused: 4 };

export interface ReviewParts {
  /** Of the project: a git repository, or a folder of one, with manifests/ and plans/. */
  readonly root: string;
  /** The checks and the configuration here: loaded after the command line was read, so that their mistakes are not reported as mistakes of it. */
  readonly standard: () => Promise<Standard>;
  /** The configuration of a commit, or why it is not available. */
  readonly configured: (root: string, commit: string) => Promise<readonly Environment[] | string>;
  /** Runs the sources of a project. @default - what is committed is taken for what they generate */
  readonly generate?: Generate;
}

export function reviewCommand(args: readonly string[], { root: own, standard, configured, generate }: ReviewParts): Promise<Outcome> {
  return outcomeOf(async () => {
    const { values } = parseArgs({
      args: [...args],
      options: {
        base: { type: 'string' },
        since: { type: 'string' },
        head: { type: 'string' },
        out: { type: 'string' },
        manifests: { type: 'string' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) return succeeded(`${help}\n`);
    const root = values.manifests === undefined ? own : projectOf(values.manifests);
    const commits = commitsOf(root, values);
    const unknown = await freshness(root, { head: commits.head, name: values.head, generate: root === own ? generate : undefined });
    const judgedBy = await standard();
    const known = root === own ? await configurationsOf({ root, commits, configured, here: judgedBy.environments }) : {};
    // a policy of another commit is not part of the configuration here
    const curves = commits.head === undefined ? replays(known) : {};
    const review = reviewOf(...sidesOf(root, values, commits), judgedWith(judgedBy, known, curves), {
      merged: mergedBetween(root, commits.base, commits.head ?? 'HEAD'),
      sources: changedSources(root, commits.base, commits.head),
    });
    if (values.out !== undefined) write(values.out, review, curves.by);
    return told(review, { asJson: values.json, notes: [...unknown, ...unplayed(curves)] });
  });
}

interface HeadToGenerate {
  /** Commit. @default - the files here */
  readonly head: string | undefined;
  /** As the user named it. */
  readonly name: string | undefined;
  /** @default - it is not asked */
  readonly generate: Generate | undefined;
}

/**
 * @returns why it cannot be told; nothing when everything is as generated
 * @throws Error when it is not
 */
async function freshness(root: string, { head, name = '', generate }: HeadToGenerate): Promise<readonly string[]> {
  if (generate === undefined) return [];
  if (head === undefined) {
    await requireFresh(root, generatedIn(root), { of: '', generate });
    return [];
  }
  const unknown = `whether manifests and plans of ${name} are what its sources generate is not known`;
  if (git(root, 'ls-tree', '--name-only', head, 'cdk8s.yaml').output === '') return [`${unknown}: it has no cdk8s.yaml`];
  if (!git(root, 'diff', '--quiet', head, '--', 'package-lock.json').ok) return [`${unknown}: its package-lock.json is another than the one here`];
  await unpacked(root, head, [], (folder) => requireFresh(folder, generatedAt(root, head), { of: ` of ${name}`, generate }));
  return [];
}

/** @param how.notes what could not be told or played */
function told(review: Review, how: { readonly asJson: boolean; readonly notes: readonly string[] }): Outcome {
  const stdout = how.asJson ? `${JSON.stringify(review, undefined, 2)}\n` : markdownOf(review);
  return { status: statuses[review.risk], stdout, stderr: how.notes.map((note) => `${note}\n`).join('') };
}

function projectOf(manifests: string): string {
  const folder = resolve(manifests);
  if (basename(folder) !== 'manifests' || !existsSync(folder)) throw new Error(`--manifests must be a folder of the name manifests, received ${manifests}`);
  return dirname(folder);
}

interface Named {
  readonly base?: string;
  readonly since?: string;
  readonly head?: string;
}

function sidesOf(root: string, { base, since, head }: Named, commits: Commits): [base: Reviewed, head: Reviewed] {
  return [at(root, since ?? base ?? '', commits.base), commits.head === undefined ? here(root) : at(root, head ?? '', commits.head)];
}

interface Commits {
  readonly base: string;
  /** @default - the files here */
  readonly head?: string;
}

function commitsOf(root: string, { base, since, head }: Named): Commits {
  if (base !== undefined && since !== undefined) throw new Error('--base and --since must not both be there: each says where the review begins');
  const begin = since === undefined ? commitNamed(root, '--base', base) : commitSince(root, since);
  return { base: begin, ...(head === undefined ? {} : { head: commitNamed(root, '--head', head) }) };
}

function at(root: string, name: string, commit: string): Reviewed {
  return { name, generation: generationAt(root, commit), plans: plansAt(root, commit) };
}

function here(root: string): Reviewed {
  if (!existsSync(join(root, 'manifests'))) throw new Error(`${join(root, 'manifests')} must be there: npm start writes it`);
  return { name: 'working tree', generation: generationHere(root), plans: plansHere(root) };
}

interface Configurations {
  /** @default - it is that which lies here */
  readonly before?: readonly Environment[];
  readonly after?: readonly Environment[];
  /** Why the configuration of the base is not available. */
  readonly why?: string;
}

interface Asked {
  readonly root: string;
  readonly commits: Commits;
  readonly configured: ReviewParts['configured'];
  readonly here: readonly Environment[];
}

/** Only if the configuration was changed at all. */
async function configurationsOf({ root, commits: { base, head }, configured, here: lies }: Asked): Promise<Configurations> {
  const isSame = (commit: string): boolean => git(root, 'diff', '--quiet', commit, '--', 'config').ok;
  const [before, after] = [isSame(base) ? lies : await configured(root, base), head === undefined || isSame(head) ? lies : await configured(root, head)];
  if (typeof before === 'string') return { why: before };
  return { ...(before === lies ? {} : { before }), ...(typeof after === 'string' ? {} : { after }) };
}

function judgedWith(standard: Standard, { before, after }: Configurations, { by }: Curves): Standard {
  return {
    ...standard,
    ...(before === undefined ? {} : { environmentsBefore: before }),
    ...(after === undefined ? {} : { environments: after }),
    ...(by === undefined ? {} : { replays: by }),
  };
}

interface Curves {
  readonly by?: ReadonlyMap<string, readonly Replay[]>;
  /** Why there are none. */
  readonly why?: string;
}

function unplayed({ why }: Curves): readonly string[] {
  return why === undefined ? [] : [`no policy was simulated: ${why}`];
}

function replays({ before, after = [], why }: Configurations): Curves {
  if (before === undefined) return why === undefined ? {} : { why };
  try {
    return {
      by: new Map(
        after.flatMap((environment) => {
          const old = before.find(({ name }) => name === environment.name);
          return old === undefined ? [] : [[environment.name, replaysOf(old, environment)]];
        }),
      ),
    };
  } catch (error) {
    return { why: reason(error) };
  }
}

function write(folder: string, review: Review, curves: Curves['by']): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'review.md'), markdownOf(review));
  writeFileSync(join(folder, 'review.html'), reviewPage(review, curves));
  writeFileSync(join(folder, 'review.json'), `${JSON.stringify(review, undefined, 2)}\n`);
}
