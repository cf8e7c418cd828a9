/** `npm run identity:retire`: takes a workload, a component or an environment out of everything that remembers it, in the right order. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { exitStatus, reason } from '../../command-line/failure';
import { environmentsIn, readManifests } from '../read-manifests';
import type { Manifests } from '../manifest';
import { frozenFile, frozenList, type FrozenList } from './frozen';
import { retirement, targetOf } from './retirement';
import { regenerated } from './regeneration';
import { listWithout } from './retired-list';
import { stepsOf } from './retirement-steps';
import { root, withSynthesized } from './synthesized';

const help = `Removes what the configuration does not have any more: tells each step, and does those that change files of the project.

npm run identity:retire -- <what>                  tells the steps and does none
npm run identity:retire -- <what> --write          shortens ${frozenFile} and generates manifests, plan and audit; deletes nothing in a cluster
npm run identity:retire -- <what> --delete-data    also gives up the volumes of what goes; without it, what has volumes is refused
npm run identity:retire -- --help                  this text

<what>: orders (in every environment that has it), dev/orders, an environment such as dev,
        or a key of the list such as dev/Deployment/lyo-orders/orders

Exits with 1, and writes nothing, when the configuration still has it, something else is gone too, somebody still calls it, or data would be left without an owner.
`;

async function main(): Promise<boolean> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { help: { type: 'boolean' }, write: { type: 'boolean', default: false }, 'delete-data': { type: 'boolean', default: false } },
  });
  if (values.help === true) {
    process.stdout.write(help);
    return true;
  }
  const [what, ...more] = positionals;
  if (what === undefined || more.length > 0) throw new Error(`must name one thing to retire, received ${positionals.join(' ') || 'nothing'}`);
  const frozen = frozenList.parse(JSON.parse(readFileSync(join(root, frozenFile), 'utf8')));
  const after = withSynthesized(worldIn);
  const plan = retirement(targetOf(what, frozen), { frozen, before: worldIn(join(root, 'manifests')), after }, { dataToo: values['delete-data'] });
  if (plan.refused.length > 0) {
    process.stderr.write(`${what} is not retired:\n${plan.refused.map((why) => `  ${why}\n`).join('')}nothing was written\n`);
    return false;
  }
  if (values.write && !(await written(listWithout(frozen, plan, after)))) return false;
  process.stdout.write(`${stepsOf(what, plan, values).join('\n')}\n`);
  return true;
}

function worldIn(folder: string): readonly Manifests[] {
  return existsSync(folder) ? environmentsIn(folder).map((environment) => ({ environment, objects: readManifests(folder, environment) })) : [];
}

/** @returns whether everything was generated; otherwise everything is as it was */
async function written(shortened: FrozenList): Promise<boolean> {
  const why = await regenerated(root, shortened);
  if (why !== undefined) process.stderr.write(`${why}: ${frozenFile}, manifests, plans and audit are as they were\n`);
  return why === undefined;
}

main().then(
  (done) => (process.exitCode = done ? 0 : 1),
  (error: unknown) => {
    process.stderr.write(`${reason(error)}\n`);
    process.exitCode = exitStatus(error);
  },
);
