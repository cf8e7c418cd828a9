/** What `npm run apply` is asked to do. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Kubectl } from './kubectl';

export const applyHelp = `Applies the committed manifests of an environment, server-side, waits for them, and deletes what they no longer have.

  npm run apply -- --env <name>               the environment; its folder under manifests/
  npm run apply -- --env <name> --dry-run     asks the server what it would do with every object, and changes nothing
  npm run apply -- --env <name> --wait none   none, rollouts, or all (with the metrics APIs and autoscalers; the default); with none nothing is deleted
  --commit <commit>                           the manifests of that commit instead of those that lie here
  --digest sha256:<digest>                    refuses any others; npm run digest prints it
  --released                                  refuses an environment without releases/<env>.yaml
  --allow-delete <key>                        lets an object go that may hold data, such as StatefulSet.apps/shop/db; once for each
  --prune-budget <objects>                    the most that one run deletes; a third of what is there by default, and ten at least
  --lock-seconds <seconds>                    for which a run that died holds up the next one; 60 by default
  --lock-patience <seconds>                   for which to wait for a run that lives; 600 by default
  --manifests <folder>                        another folder than manifests/, with a folder for the environment
  --kubeconfig <file>, --kubectl <program>    another cluster, another kubectl
  --json                                      a line of JSON for each step
  --help                                      this text

Where there is releases/<env>.yaml, the commit and digest that it has are applied, and nothing else. Everything is asked before anything is changed, and all that would be refused is told at once. It waits as long as pods are replaced. When a rollout makes no
progress within its deadline, what ran before is applied again. What is in the cluster is in ConfigMap applied of namespace lyo-delivery.

Ends with 0 when it runs; 1 when it was refused and nothing was changed, or when it runs without its metrics; 5 when it failed and what ran before runs again; 6 when
it failed and the cluster may hold a part of it.`;

const waits = ['none', 'rollouts', 'all'] as const;

export interface ApplyOptions {
  readonly environment: string;
  /** Folder with a folder for each environment. */
  readonly manifests: string;
  /** @default - what lies in the folder */
  readonly commit?: string;
  /** The only one that may be applied. @default - any */
  readonly digest?: string;
  /** There must be an approved release. */
  readonly released: boolean;
  readonly dryRun: boolean;
  /** How much of what was applied must run before the command ends. */
  readonly wait: (typeof waits)[number];
  readonly allowDelete: readonly string[];
  /** Objects. @default - by what the record holds */
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
  const { env, manifests, kubeconfig, kubectl: program, 'dry-run': dryRun, commit, digest, json, released } = values;
  const environments = environmentsIn(manifests);
  const environment = environments.find((name) => name === env);
  const wait = waits.find((one) => one === values.wait);
  const [budget, duration, patience] = [values['prune-budget'], values['lock-seconds'], values['lock-patience']].map((text) =>
    text === undefined ? 0 : whole(text),
  );
  const problems = [
    ...unless(environments.length > 0, `--manifests must be a folder with a folder for each environment, received ${manifests}`),
    ...unless(environment !== undefined || environments.length === 0, `--env must be one of ${environments.join(', ')}, received ${env ?? 'nothing'}`),
    ...unless(wait !== undefined, `--wait must be one of ${waits.join(', ')}, received ${values.wait}`),
    ...unless(digest === undefined || /^sha256:[0-9a-f]{64}$/.test(digest), `--digest must be sha256: and 64 digits of 0-9a-f, received ${String(digest)}`),
    ...values['allow-delete'].flatMap((key) => unless(isKey(key), `--allow-delete must be Kind.group/namespace/name or Kind.group/name, received ${key}`)),
    ...unless(budget !== undefined, `--prune-budget must be a whole number of objects, received ${String(values['prune-budget'])}`),
    ...unless(duration !== undefined && duration >= 10, `--lock-seconds must be a whole number from 10 on, received ${values['lock-seconds']}`),
    ...unless(patience !== undefined, `--lock-patience must be a whole number of seconds, received ${values['lock-patience']}`),
    ...unless(kubeconfig === undefined || existsSync(kubeconfig), `--kubeconfig must be a file, received ${String(kubeconfig)}`),
  ];
  if (environment === undefined || wait === undefined || duration === undefined || patience === undefined || problems.length > 0)
    throw new Error(problems.join('\n'));
  return {
    ...{ environment, manifests, dryRun, released, wait, json, lock: { duration, patience }, allowDelete: values['allow-delete'] },
    ...(commit === undefined ? {} : { commit }),
    ...(digest === undefined ? {} : { digest }),
    ...(values['prune-budget'] === undefined || budget === undefined ? {} : { pruneBudget: budget }),
    kubectl: new Kubectl({ program, kubeconfig }),
  };
}

function whole(text: string): number | undefined {
  return /^\d{1,6}$/.test(text) ? Number(text) : undefined;
}

function isKey(key: string): boolean {
  return /^[A-Za-z][A-Za-z0-9.-]*(\/[^/]+){1,2}$/.test(key);
}

function unless(holds: boolean, problem: string): readonly string[] {
  return holds ? [] : [problem];
}
