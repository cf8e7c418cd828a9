/** `npm run review` with the checks and the configuration of this project, for the programs that need it. */
import { join } from 'node:path';
import { notFrozenId } from '../checks/identity/not-frozen';
import type { Outcome } from '../command-line/outcome';
import type { Environment } from '../config/environment';
import { generateAll } from './generation';
import { configurationAt } from './review/configuration-at';
import { reviewCommand } from './review-command';

export function ownReview(args: readonly string[]): Promise<Outcome> {
  return reviewCommand(args, {
    root: join(__dirname, '..'),
    standard: async () => {
      const [{ environments }, { checks }] = await Promise.all([import('../config/environments'), import('../checks/checks')]);
      return { environments, checks: checks.filter(({ id }) => id !== notFrozenId) };
    },
    generate: generateAll,
    configured: (root, commit) => configurationAt(root, commit, (file) => import(file) as Promise<{ readonly environments: readonly Environment[] }>),
  });
}
