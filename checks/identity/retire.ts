/** `npm run identity:retire`: takes a workload, a component or an environment out of everything that remembers it, in the right order. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { exitStatus, reason } from '../../command-line/failure';
import { environmentsIn, readManifests } from '../read-manifests';
import type { Manifests } from '../manifest';
import { frozenFile, frozenList, type FrozenList } from './frozen';
import { retirement, targetOf } from './retirement';
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

function main(): boolean {
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
  const list = join(root, frozenFile);
  const text = readFileSync(list, 'utf8');
  const frozen = frozenList.parse(JSON.parse(text));
  const after = withSynthesized(worldIn);
  const plan = retirement(targetOf(what, frozen), { frozen, before: worldIn(join(root, 'manifests')), after }, { dataToo: values['delete-data'] });
  if (plan.refused.length > 0) {
    process.stderr.write(`${what} is not retired:\n${plan.refused.map((why) => `  ${why}\n`).join('')}nothing was written\n`);
    return false;
  }
  if (values.write && !written(list, text, listWithout(frozen, plan, after))) return false;
  process.stdout.write(`${stepsOf(what, plan, values).join('\n')}\n`);
  return true;
}

function worldIn(folder: string): readonly Manifests[] {
  return existsSync(folder) ? environmentsIn(folder).map((environment) => ({ environment, objects: readManifests(folder, environment) })) : [];
}

/** The list first, for the checks of `npm start` compare with it; it comes back when they find something else. */
function written(list: string, text: string, shortened: FrozenList): boolean {
  writeFileSync(list, `${JSON.stringify(shortened, null, 2)}\n`);
  for (const program of ['delivery/start.ts', 'stacks/write-plans.ts', 'checks/audit.ts']) {
    const { status } = spawnSync(process.execPath, ['--import', 'tsx', program], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
    if (status === 0) continue;
    writeFileSync(list, text);
    process.stderr.write(`${program} refused, and ${frozenFile} is as it was\n`);
    return false;
  }
  return true;
}

try {
  process.exitCode = main() ? 0 : 1;
} catch (error) {
  process.stderr.write(`${reason(error)}\n`);
  process.exitCode = exitStatus(error);
}
