/** The command `npm run promote` as a function: the project, its review, the environment of the process and the network are arguments. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { outcomeOf, succeeded, type Outcome } from '../command-line/outcome';
import { knownEnvironments } from '../checks/read-manifests';
import { releaseAt, type Release } from './apply/release';
import { approvalText, approvedIn, type Approved } from './approved';
import { forgeOf, type Forge } from './forge';
import { commitNamed } from './git';
import { promotionCommit, push } from './promotion/branch';
import { openOrEdit } from './promotion/pull-request';

const help = `Proposes the next release of an environment: a branch promote/<env> whose one commit changes releases/<env>.yaml, and one pull request with the review of
all changes since the last approved release. Merging it deploys; reverting the merge rolls back.

  npm run promote -- --env <name>                    prints the pull request: its title and the review
  npm run promote -- --env <name> --commit <commit>  of that commit; by default of the one that is checked out
  npm run promote -- --env <name> --push             pushes the branch too
  npm run promote -- --env <name> --pull-request     pushes it, and opens its pull request or edits the one that is open: with GITHUB_TOKEN, in GITHUB_REPOSITORY
  --remote <name>                                    origin by default
  --into <branch>                                    main by default
  --out <folder>                                     writes title.txt and body.md there
  --manifests <folder>                               manifests/ of another project
  --help                                             this text

Ends with 0, and pushes nothing if the environment already has that release. A pull request that GITHUB_TOKEN opens starts no workflow: close and open it, or give the token
of a GitHub App.`;

export interface PromoteParts {
  readonly root: string;
  /** The command `npm run review`. */
  readonly review: (args: readonly string[]) => Promise<Outcome>;
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly ask: Forge['ask'];
}

export function promoteCommand(args: readonly string[], parts: PromoteParts): Promise<Outcome> {
  return outcomeOf(async () => {
    const { values } = parseArgs({
      args: [...args],
      options: {
        env: { type: 'string' },
        commit: { type: 'string', default: 'HEAD' },
        push: { type: 'boolean', default: false },
        'pull-request': { type: 'boolean', default: false },
        remote: { type: 'string', default: 'origin' },
        into: { type: 'string', default: 'main' },
        out: { type: 'string' },
        manifests: { type: 'string', default: join(parts.root, 'manifests') },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) return succeeded(`${help}\n`);
    const manifests = resolve(values.manifests);
    const forge = values['pull-request'] ? forgeOf('--pull-request', parts.variables, parts.ask) : undefined;
    const release = promoted(manifests, values.env, values.commit);
    const approved = approvedIn(manifests, release.environment);
    if (approved?.digest === release.digest) return succeeded(`${release.environment} has ${release.digest} already: nothing to promote\n`);
    const title = `Promote ${release.environment} to ${release.commit.slice(0, 12)}`;
    const body = await bodyOf(parts, { manifests, release, approved });
    if (values.out !== undefined) write(values.out, title, body);
    const told = [title, '', body.trimEnd()];
    if (values.push || forge !== undefined) told.push('', await proposed({ ...values, manifests, release, title, body, forge }));
    return succeeded(`${told.join('\n')}\n`);
  });
}

type Promoted = Release & { readonly commit: string };

function promoted(manifests: string, env: string | undefined, commit: string): Promoted {
  const known = knownEnvironments(manifests);
  const environment = known.find((name) => name === env);
  if (environment === undefined) throw new Error(`--env must be one of ${known.join(', ')}, received ${env ?? 'nothing'}`);
  const named = commitNamed(manifests, '--commit', commit);
  const release = releaseAt(manifests, named, environment);
  if (release === undefined) throw new Error(`--commit must have manifests of ${environment}, received ${commit}`);
  return { ...release, commit: named };
}

interface Proposal {
  readonly manifests: string;
  readonly release: Promoted;
  readonly approved: Approved | undefined;
}

/** @throws Error when the review failed */
async function bodyOf({ review }: PromoteParts, { manifests, release, approved }: Proposal): Promise<string> {
  const what = `Commit \`${release.commit}\`\nDigest \`${release.digest}\`\n\nMerging this deploys it to ${release.environment}; reverting the merge rolls back.\n`;
  if (approved === undefined) return `${what}\nThe first release that is approved for ${release.environment}: from now on nothing else is applied there.\n`;
  const { status, stdout, stderr } = await review(['--since', approved.commit, '--head', release.commit, '--manifests', manifests]);
  if (stdout === '') throw new Error(`the review failed (${status}): ${stderr.trim()}`);
  return `${what}\n${stdout}`;
}

interface Proposed {
  readonly manifests: string;
  readonly release: Promoted;
  readonly title: string;
  readonly body: string;
  readonly remote: string;
  readonly into: string;
  readonly forge: Forge | undefined;
}

/** @returns a line about it */
async function proposed({ manifests, release, title, body, remote, into, forge }: Proposed): Promise<string> {
  const { environment, commit, digest } = release;
  const [root, branch] = [dirname(manifests), `promote/${environment}`];
  const content = approvalText(environment, { commit, digest });
  const made = promotionCommit({ root, on: commitNamed(root, 'HEAD', 'HEAD'), file: `releases/${environment}.yaml`, content, message: title });
  push(root, { remote, commit: made, branch, token: forge?.token });
  if (forge === undefined) return `pushed ${branch}`;
  return `pushed ${branch}: ${await openOrEdit(forge, { branch, base: into, title, body })}`;
}

function write(folder: string, title: string, body: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'title.txt'), `${title}\n`);
  writeFileSync(join(folder, 'body.md'), body);
}
