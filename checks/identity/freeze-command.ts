/** The command `npm run identity:freeze` as a function; the path of the list and the manifests are arguments. */
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { outcomeOf, succeeded, type Outcome } from '../../command-line/outcome';
import type { Manifests } from '../manifest';
import { frozenFile, frozenList, type FrozenList } from './frozen';
import { freeze, type Freezing } from './freezing';

const help = `Adds the immutable fields of new objects to ${frozenFile}.

npm run identity:freeze                        synthesizes every environment and adds what is new
npm run identity:freeze -- --replace <key>     also takes the present state of a known object, or its absence;
                                               may be repeated; a key is environment/Kind/namespace/name
npm run identity:freeze -- --again <environment>   forgets what was frozen of an environment that no cluster has yet, or no longer has; may be repeated
npm run identity:freeze -- --check             writes nothing; ends with 1 when something would be added or differs
npm run identity:freeze -- --manifests <folder>  reads <folder>/<environment>/*.yaml instead of synthesizing
npm run identity:freeze -- --list <file>       another list than ${frozenFile}
`;

export interface FreezableProject {
  /** File of the committed list. */
  readonly list: string;
  /** Manifests that the present configuration generates. @throws Error when the configuration has a problem */
  readonly synthesized: () => readonly Manifests[];
  /** Manifests in a folder. @throws Error when the folder does not exist */
  readonly read: (folder: string) => readonly Manifests[];
}

export function freezeCommand(args: readonly string[], project: FreezableProject): Promise<Outcome> {
  return outcomeOf(() => {
    const { values } = parseArgs({
      args: [...args],
      options: {
        help: { type: 'boolean' },
        replace: { type: 'string', multiple: true, default: [] },
        again: { type: 'string', multiple: true, default: [] },
        check: { type: 'boolean', default: false },
        manifests: { type: 'string' },
        list: { type: 'string', default: project.list },
      },
    });
    if (values.help === true) return succeeded(help);
    const before = without(frozenList.parse(JSON.parse(readFileSync(values.list, 'utf8'))), values.again);
    const manifests = values.manifests === undefined ? project.synthesized() : project.read(values.manifests);
    const result = freeze(before, manifests, values.replace);
    const isAsCommitted = result.added.length + result.replaced.length === 0;
    if (!values.check && !isRefused(result)) writeFileSync(values.list, `${JSON.stringify(result.list, null, 2)}\n`);
    const isStale = values.check && !isAsCommitted;
    const advice = isStale ? 'run npm run identity:freeze, review what it adds to the list, and commit it\n' : '';
    return { status: isRefused(result) || isStale ? 1 : 0, stdout: `${summary(result)}${advice}`, stderr: '' };
  });
}

function isRefused({ refused, unknown }: Freezing): boolean {
  return refused.length + unknown.length > 0;
}

/** @throws Error when the list has no such environment */
function without(list: FrozenList, environments: readonly string[]): FrozenList {
  const unknown = environments.find((name) => !(name in list));
  if (unknown !== undefined) throw new Error(`--again must be an environment of the list (${Object.keys(list).join(', ')}), received ${unknown}`);
  return Object.fromEntries(Object.entries(list).filter(([name]) => !environments.includes(name)));
}

/** Text of the result. A refused run writes nothing, so its additions are left out. */
function summary(result: Freezing): string {
  const isWritten = !isRefused(result);
  const lines = [
    ...(isWritten ? [...result.added.map((key) => `added     ${key}`), ...result.replaced.map((key) => `replaced  ${key}`)] : []),
    ...result.refused.map((key) => `refused   ${key} differs from the list or is gone; if that is on purpose: --replace ${key}`),
    ...result.unknown.map((key) => `unknown   ${key} is neither in the list nor in the manifests`),
  ];
  if (lines.length === 0) return 'nothing new\n';
  return `${lines.join('\n')}\n${isWritten ? '' : `nothing was written${again(result)}\n`}`;
}

/** Advice for an environment of a new owner before its first apply: `--again`; otherwise every key of the example would have to be listed. */
function again({ refused }: Freezing): string {
  const environments = [...new Set(refused.map((key) => key.split('/')[0]))];
  if (environments.length === 0) return '';
  return `; where no cluster has the objects of an environment yet: npm run identity:freeze -- ${environments.map((name) => `--again ${name}`).join(' ')}`;
}
