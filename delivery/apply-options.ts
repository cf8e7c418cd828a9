/** Command line of `npm run apply`. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { reason } from '../command-line/failure';
import { isKey } from './apply/object-key';
import { artifactNamed } from './artifact/artifact-name';
import { Kubectl } from './kubectl';
import type { ReleaseWish } from './wanted-release';

export const applyHelp = `Applies the committed manifests of an environment, server-side, waits for them, and deletes what they no longer have.

  npm run apply -- --env <name>               the environment; its folder under manifests/
  npm run apply -- --env <name> --dry-run     asks the server what it would do with every object, and changes nothing
  npm run apply -- --env <name> --wait none   none, rollouts, or all (with the metrics APIs and autoscalers; the default); with none nothing is deleted
  --commit <commit>                           the manifests of that commit instead of those that lie here
  --from oci://<repository>@sha256:<digest>   a release that npm run publish made; nothing of it is read before its signature and digests are proven
  --key <key>                                 the public key of that signature, as a file or as KMS has it
  --digest sha256:<digest>                    refuses any others; npm run digest prints it
  --released                                  refuses an environment without releases/<env>.yaml
  --allow-delete <key>                        allows to delete an object that may hold data, such as StatefulSet.apps/shop/db; once for each
  --prune-budget <objects>                    the most that one run deletes; by default a third of the recorded objects, and at least ten
  --lock-seconds <seconds>                    for which a run that died blocks the next one; 60 by default
  --lock-patience <seconds>                   for which to wait for another active run; 600 by default
  --manifests <folder>                        another folder than manifests/, with a folder for the environment
  --kubeconfig <file>, --kubectl <program>    another cluster, another kubectl
  --oras <program>, --cosign <program>        for --from
  --json                                      a line of JSON for each step
  --help                                      this text

Where releases/<env>.yaml exists, its commit and digest are applied, and nothing else; a dry run may try another --commit. Every object is tried before any is changed, and all refusals are reported at once. The command waits while pods are being replaced. When a rollout makes no
progress within its deadline, the previous release is applied again. ConfigMap applied of namespace lyo-delivery records the objects in the cluster.

Ends with 0 when the release runs; 1 when it was refused and nothing was changed, or when it runs without its metrics; 5 when it failed and the previous release runs again; 6 when
it failed and the cluster may hold a part of it.`;

const waits = ['none', 'rollouts', 'all'] as const;

export interface ApplyOptions extends ReleaseWish {
  /** How much of what was applied must run before the command ends. */
  readonly wait: (typeof waits)[number];
  readonly allowDelete: readonly string[];
  /** Objects. @default - computed from the record */
  readonly pruneBudget?: number;
  /** Seconds. */
  readonly lock: { readonly duration: number; readonly patience: number };
  readonly json: boolean;
  readonly kubectl: Kubectl;
}

const committed = join(__dirname, '..', 'manifests');

/**
 * Reads the command line.
 * @param environmentsIn names that `--env` may have, by the folder of the manifests
 * @throws Error with every wrong option: its name, its rule and what was received
 */
export function parseApplyOptions(
  environmentsIn: (folder: string) => readonly string[],
  args: readonly string[] = process.argv.slice(2),
): ApplyOptions | 'help' {
  const { values } = parseArgs({
    args: [...args],
    options: {
      env: { type: 'string' },
      'dry-run': { type: 'boolean', default: false },
      wait: { type: 'string', default: 'all' },
      commit: { type: 'string' },
      digest: { type: 'string' },
      from: { type: 'string' },
      key: { type: 'string' },
      oras: { type: 'string' },
      cosign: { type: 'string' },
      released: { type: 'boolean', default: false },
      'allow-delete': { type: 'string', multiple: true, default: [] },
      'prune-budget': { type: 'string' },
      'lock-seconds': { type: 'string', default: '60' },
      'lock-patience': { type: 'string', default: '600' },
      manifests: { type: 'string', default: committed },
      kubeconfig: { type: 'string' },
      kubectl: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return 'help';
  const { env, manifests, kubeconfig, kubectl: program, 'dry-run': dryRun, commit, digest, from, key, oras, cosign, json, released } = values;
  const environments = environmentsIn(manifests);
  const environment = environments.find((name) => name === env);
  const wait = waits.find((one) => one === values.wait);
  const numbers = numbersOf(values);
  const problems = [
    ...unless(environments.length > 0, `--manifests must be a folder with a folder for each environment, received ${manifests}`),
    ...unless(environment !== undefined || environments.length === 0, `--env must be one of ${environments.join(', ')}, received ${env ?? 'nothing'}`),
    ...unless(wait !== undefined, `--wait must be one of ${waits.join(', ')}, received ${values.wait}`),
    ...releaseProblems(values),
    ...numbers.problems,
    ...unless(kubeconfig === undefined || existsSync(kubeconfig), `--kubeconfig must be a file, received ${String(kubeconfig)}`),
  ];
  if (environment === undefined || wait === undefined || problems.length > 0) throw new Error(problems.join('\n'));
  return {
    ...{ environment, manifests, dryRun, released, wait, json, lock: numbers.lock, allowDelete: values['allow-delete'] },
    ...given({ commit, digest, from, key, pruneBudget: numbers.budget }),
    tools: given({ oras, cosign }),
    kubectl: new Kubectl({ program, kubeconfig }),
  };
}

interface NamedRelease {
  readonly digest?: string;
  readonly from?: string;
  readonly key?: string;
  readonly commit?: string;
  readonly 'allow-delete': readonly string[];
}

function releaseProblems({ digest, from, key, commit, 'allow-delete': keys }: NamedRelease): readonly string[] {
  return [
    ...unless(digest === undefined || /^sha256:[0-9a-f]{64}$/.test(digest), `--digest must be sha256: and 64 digits of 0-9a-f, received ${String(digest)}`),
    ...(from === undefined ? [] : artifactProblems(from)),
    ...unless(from === undefined || commit === undefined, '--from and --commit must not both be there: each says what is applied'),
    ...unless(from === undefined || (key !== undefined && key !== ''), '--key must be the key that the release of --from is signed with, received nothing'),
    ...keys.flatMap((one) => unless(isKey(one), `--allow-delete must be Kind.group/namespace/name or Kind.group/name, received ${one}`)),
  ];
}

function artifactProblems(from: string): readonly string[] {
  try {
    artifactNamed('--from', from);
    return [];
  } catch (error) {
    return [reason(error)];
  }
}

interface Numbers {
  readonly budget?: number;
  readonly lock: ApplyOptions['lock'];
  readonly problems: readonly string[];
}

function numbersOf(values: { readonly 'prune-budget'?: string; readonly 'lock-seconds': string; readonly 'lock-patience': string }): Numbers {
  const { 'prune-budget': most, 'lock-seconds': stands, 'lock-patience': waits } = values;
  const [budget, duration, patience] = [most ?? '0', stands, waits].map((text) => (/^\d{1,6}$/.test(text) ? Number(text) : Number.NaN)) as [
    number,
    number,
    number,
  ];
  return {
    ...(most === undefined ? {} : { budget }),
    lock: { duration, patience },
    problems: [
      ...unless(budget >= 0, `--prune-budget must be a whole number of objects, received ${String(most)}`),
      ...unless(duration >= 10, `--lock-seconds must be a whole number from 10 on, received ${stands}`),
      ...unless(patience >= 0, `--lock-patience must be a whole number of seconds, received ${waits}`),
    ],
  };
}

function given<Options extends object>(options: Options): { [Name in keyof Options]?: Exclude<Options[Name], undefined> } {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as {
    [Name in keyof Options]?: Exclude<Options[Name], undefined>;
  };
}

function unless(holds: boolean, problem: string): readonly string[] {
  return holds ? [] : [problem];
}
