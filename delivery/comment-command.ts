/** The command `npm run comment` as a function: the environment of the process and the network are arguments. */
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { outcomeOf, succeeded, type Outcome } from '../command-line/outcome';
import { comment } from './comment/one-comment';
import { reportedReview } from './comment/reported-review';
import { forgeOf, type Forge } from './forge';
import { markdownOf } from './review/markdown';

const help = `Writes a review into one comment of its pull request, and edits that comment from then on. The review may come from a fork: it is read as data, checked by its schema and rendered here.

  npm run comment -- --review <review.json>                     prints the comment
  npm run comment -- --review <review.json> --commit <commit>   writes it to the open pull request whose head is that commit, with GITHUB_TOKEN, in GITHUB_REPOSITORY
  --author <login>                                              whose comment is edited; github-actions[bot] by default
  --help                                                        this text

Ends with 0, also when no open pull request has that commit any more; with 1 when the file is no review or GitHub refuses.`;

export interface CommentParts {
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly ask: Forge['ask'];
}

export function commentCommand(args: readonly string[], { variables, ask }: CommentParts): Promise<Outcome> {
  return outcomeOf(async () => {
    const { values } = parseArgs({
      args: [...args],
      options: {
        review: { type: 'string' },
        commit: { type: 'string' },
        author: { type: 'string', default: 'github-actions[bot]' },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) return succeeded(`${help}\n`);
    const { review, commit, author } = values;
    if (commit !== undefined && !/^[0-9a-f]{40}$/.test(commit)) throw new Error(`--commit must have 40 digits, received ${commit}`);
    if (review === undefined || !existsSync(review))
      throw new Error(`--review must be the file that npm run review --out wrote, received ${review ?? 'nothing'}`);
    const body = bodyOf(review);
    if (commit === undefined) return succeeded(body);
    return succeeded(`${await comment(forgeOf('--commit', variables, ask), { commit, body, author })}\n`);
  });
}

/** The author of the change also controls the program that reviewed it there. */
const origin = '_Reported by the run of this pull request, with its own code. If you do not trust that code, run `npm run review` from main._';

function bodyOf(file: string): string {
  return `${markdownOf(reportedReview(file)).trimEnd()}\n\n${origin}\n`;
}
