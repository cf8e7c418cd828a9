/** The command `npm run identity:retire` as a function; its input and its output are arguments. */
import { parseArgs } from 'node:util';
import { outcomeOf, refused, succeeded, type Outcome } from '../../command-line/outcome';
import type { Manifests } from '../manifest';
import { frozenFile, type FrozenList } from './frozen';
import { listWithout } from './retired-list';
import { retirement, targetOf } from './retirement';
import { stepsOf } from './retirement-steps';

const help = `Removes from the frozen list what the configuration no longer has: prints each step, and does those that change files of the project.

npm run identity:retire -- <what>                  tells the steps and does none
npm run identity:retire -- <what> --write          shortens ${frozenFile} and generates manifests, plan and audit; deletes nothing in a cluster
npm run identity:retire -- <what> --delete-data    also gives up the volumes of what goes; without it, what has volumes is refused
npm run identity:retire -- --help                  this text

<what>: orders (in every environment that has it), dev/orders, an environment such as dev,
        or a key of the list such as dev/Deployment/lyo-orders/orders

Exits with 1, and writes nothing, when the configuration still has it, something else is gone too, somebody still calls it, or data would be left without an owner.
`;

export interface RetirableProject {
  /** The committed list. */
  readonly frozen: () => FrozenList;
  /** The committed manifests. */
  readonly before: () => readonly Manifests[];
  /** Manifests that the present configuration generates. @throws Error when the configuration has a problem */
  readonly after: () => readonly Manifests[];
  /** Writes the list and everything that is generated from it. @returns why nothing was written, or `undefined` when everything was */
  readonly write: (list: FrozenList) => Promise<string | undefined>;
}

export function retireCommand(args: readonly string[], project: RetirableProject): Promise<Outcome> {
  return outcomeOf(async () => {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { help: { type: 'boolean' }, write: { type: 'boolean', default: false }, 'delete-data': { type: 'boolean', default: false } },
    });
    if (values.help === true) return succeeded(help);
    const [what, ...more] = positionals;
    if (what === undefined || more.length > 0) throw new Error(`must name one thing to retire, received ${positionals.join(' ') || 'nothing'}`);
    const frozen = project.frozen();
    const after = project.after();
    const plan = retirement(targetOf(what, frozen), { frozen, before: project.before(), after }, { dataToo: values['delete-data'] });
    if (plan.refused.length > 0) return refused(`${what} is not retired:\n${plan.refused.map((why) => `  ${why}\n`).join('')}nothing was written\n`);
    const why = values.write ? await project.write(listWithout(frozen, plan, after)) : undefined;
    if (why !== undefined) return refused(`${why}: ${frozenFile}, manifests, plans and audit are as they were\n`);
    return succeeded(`${stepsOf(what, plan, values).join('\n')}\n`);
  });
}
