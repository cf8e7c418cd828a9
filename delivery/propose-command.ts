/** The command `npm run propose` as a function: the project, the environment of the process and the network are arguments. */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { outcomeOf, succeeded, type Outcome } from '../command-line/outcome';
import { forgeOf, type Forge } from './forge';
import { commitNamed } from './git';
import { changeCommit, push } from './promotion/branch';
import { openOrEdit } from './promotion/pull-request';

const help = `Proposes the local changes as one pull request, opened the first time and edited from then on. The working tree does not change.

  npm run propose -- --branch <branch> --title <text>                  pushes the branch, with one commit on top of the one that is checked out
  npm run propose -- --branch <branch> --title <text> --pull-request   and opens or edits its pull request: with GITHUB_TOKEN, in GITHUB_REPOSITORY
  --body <file>                                                        its text, and the commit's below the title
  --remote <name>                                                      origin by default
  --into <branch>                                                      main by default
  --help                                                               this text

Ends with 0, and pushes nothing if there are no changes. A pull request that GITHUB_TOKEN opens starts no workflow: close and open it, or give the token of a GitHub App.`;

export interface ProposeParts {
  readonly root: string;
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly ask: Forge['ask'];
}

export function proposeCommand(args: readonly string[], { root, variables, ask }: ProposeParts): Promise<Outcome> {
  return outcomeOf(async () => {
    const { values } = parseArgs({
      args: [...args],
      options: {
        branch: { type: 'string' },
        title: { type: 'string' },
        body: { type: 'string' },
        'pull-request': { type: 'boolean', default: false },
        remote: { type: 'string', default: 'origin' },
        into: { type: 'string', default: 'main' },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) return succeeded(`${help}\n`);
    const { branch, title, remote, into } = { ...values, branch: branchNamed(values.branch, values.into), title: titled(values.title) };
    const body = values.body === undefined ? '' : readFileSync(values.body, 'utf8');
    const forge = values['pull-request'] ? forgeOf('--pull-request', variables, ask) : undefined;
    const made = changeCommit({ root, on: commitNamed(root, 'HEAD', 'HEAD'), message: body === '' ? title : `${title}\n\n${body.trimEnd()}` });
    if (made === undefined) return succeeded('nothing was changed: nothing to propose\n');
    push(root, { remote, commit: made, branch, token: forge?.token });
    if (forge === undefined) return succeeded(`pushed ${branch}\n`);
    return succeeded(`pushed ${branch}: ${await openOrEdit(forge, { branch, base: into, title, body })}\n`);
  });
}

/** The content of the branch is replaced, so it must not be a branch on which people work. */
function branchNamed(branch: string | undefined, into: string): string {
  const ok = branch !== undefined && /^(release|update|recommend)\/[a-z0-9][a-z0-9._-]*$/i.test(branch) && branch !== into && !branch.includes('..');
  if (!ok) throw new Error(`--branch must begin with release/, update/ or recommend/, received ${branch ?? 'nothing'}`);
  return branch;
}

function titled(title: string | undefined): string {
  if (title === undefined || !/^[^\n]{1,200}$/.test(title)) throw new Error(`--title must be a line of at most 200 characters, received ${title ?? 'nothing'}`);
  return title;
}
