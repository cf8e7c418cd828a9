/** `npm run identity:freeze`: writes identities of new objects into the frozen list. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { exitStatus, reason } from '../../command-line/failure';
import { environmentsIn, readManifests } from '../read-manifests';
import { frozenFile, frozenList, type FrozenList } from './frozen';
import { freeze, type Freezing } from './freezing';
import { root, withSynthesized } from './synthesized';

const help = `Adds the immutable fields of new objects to ${frozenFile}.

npm run identity:freeze                        synthesizes every environment and adds what is new
npm run identity:freeze -- --replace <key>     also takes the present state of a known object, or its absence;
                                               may be repeated; a key is environment/Kind/namespace/name
npm run identity:freeze -- --again <environment>   forgets what was frozen of an environment that no cluster has yet, or no longer has; may be repeated
npm run identity:freeze -- --check             writes nothing; ends with 1 when something would be added or differs
npm run identity:freeze -- --manifests <folder>  reads <folder>/<environment>/*.yaml instead of synthesizing
npm run identity:freeze -- --list <file>       another list than ${frozenFile}
`;

function main(): void {
  const { values } = parseArgs({
    options: {
      help: { type: 'boolean' },
      replace: { type: 'string', multiple: true, default: [] },
      again: { type: 'string', multiple: true, default: [] },
      check: { type: 'boolean', default: false },
      manifests: { type: 'string' },
      list: { type: 'string', default: join(root, frozenFile) },
    },
  });
  if (values.help === true) {
    process.stdout.write(help);
    return;
  }
  const before = without(frozenList.parse(JSON.parse(readFileSync(values.list, 'utf8'))), values.again);
  const compared = (folder: string): Freezing => {
    const environments = environmentsIn(folder).map((environment) => ({ environment, objects: readManifests(folder, environment) }));
    return freeze(before, environments, values.replace);
  };
  const result = values.manifests === undefined ? withSynthesized(compared) : compared(values.manifests);
  process.stdout.write(summary(result));
  const isAsCommitted = result.added.length + result.replaced.length === 0;
  if (result.refused.length > 0 || result.unknown.length > 0 || (values.check && !isAsCommitted)) {
    if (values.check && !isAsCommitted) process.stdout.write('run npm run identity:freeze, review what it adds to the list, and commit it\n');
    process.exitCode = 1;
    return;
  }
  if (values.check) return;
  writeFileSync(values.list, `${JSON.stringify(result.list, null, 2)}\n`);
}

/** @throws Error when the list has no such environment */
function without(list: FrozenList, environments: readonly string[]): FrozenList {
  const unknown = environments.find((name) => !(name in list));
  if (unknown !== undefined) throw new Error(`--again must be an environment of the list (${Object.keys(list).join(', ')}), received ${unknown}`);
  return Object.fromEntries(Object.entries(list).filter(([name]) => !environments.includes(name)));
}

function summary({ added, replaced, refused, unknown }: Freezing): string {
  const lines = [
    ...added.map((key) => `added     ${key}`),
    ...replaced.map((key) => `replaced  ${key}`),
    ...refused.map((key) => `refused   ${key} differs from the list or is gone; if that is on purpose: --replace ${key}`),
    ...unknown.map((key) => `unknown   ${key} is neither in the list nor in the manifests`),
  ];
  if (lines.length === 0) return 'nothing new\n';
  return `${lines.join('\n')}\n${refused.length + unknown.length > 0 ? 'nothing was written\n' : ''}`;
}

try {
  main();
} catch (error) {
  process.stderr.write(`${reason(error)}\n`);
  process.exitCode = exitStatus(error);
}
