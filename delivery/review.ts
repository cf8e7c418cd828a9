/** `npm run review`: what a change does to what runs, from generated files alone. Needs git, and neither a cluster nor a credential. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { notFrozenId } from '../checks/identity/not-frozen';
import { exitStatus, reason } from '../command-line/failure';
import { commitNamed } from './git';
import { generationAt, generationHere, plansAt, plansHere } from './review/generation-at';
import { markdownOf } from './review/markdown';
import { reviewOf, type Review, type Reviewed, type Standard } from './review/review';
import type { Risk } from './review/risk';

const help = `Tells what a change of generated manifests does: what is refused, removed, replaced, restarted, opened or scaled in another way,
and what that comes to in pods, nodes, money and minutes, with the checks that it breaks.

  npm run review -- --base <commit>                   what lies here against the commit, for example origin/main
  npm run review -- --base <commit> --head <commit>   one commit against another
  npm run review -- --base <commit> --out <folder>    writes review.md and review.json there
  npm run review -- --base <commit> --json            prints review.json
  --help                                              this text

Ends with 0 when pods are replaced at most, 3 when something is dangerous, 4 when the API server will refuse something.`;

const root = join(__dirname, '..');

const statuses: Readonly<Record<Risk, number>> = { routine: 0, behaviour: 0, restarts: 0, dangerous: 3, refused: 4 };

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      base: { type: 'string' },
      head: { type: 'string' },
      out: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(help);
    return 0;
  }
  const base = at('--base', values.base);
  const head = values.head === undefined ? here() : at('--head', values.head);
  const review = reviewOf(base, head, await standard());
  if (values.out !== undefined) write(values.out, review);
  console.log(values.json ? JSON.stringify(review, undefined, 2) : markdownOf(review));
  return statuses[review.risk];
}

function at(option: string, reference: string | undefined): Reviewed {
  const commit = commitNamed(root, option, reference);
  return { name: reference ?? commit, generation: generationAt(root, commit), plans: plansAt(root, commit) };
}

function here(): Reviewed {
  return { name: 'working tree', generation: generationHere(root), plans: plansHere(root) };
}

/** The checks and the configuration that lie here: after reading the command line, for a mistake in one of them is no mistake of that. */
async function standard(): Promise<Standard> {
  const [{ environments }, { rules }] = await Promise.all([import('../config/environments'), import('../checks/rules')]);
  return { environments, rules: rules.filter(({ id }) => id !== notFrozenId) };
}

function write(folder: string, review: Review): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'review.md'), markdownOf(review));
  writeFileSync(join(folder, 'review.json'), `${JSON.stringify(review, undefined, 2)}\n`);
}

main().then(
  (status) => {
    process.exitCode = status;
  },
  (error: unknown) => {
    console.error(reason(error));
    process.exitCode = exitStatus(error);
  },
);
