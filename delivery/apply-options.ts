/** What `npm run apply` is asked to do. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Kubectl } from './kubectl';

export const applyHelp = `Applies the committed manifests of an environment, server-side, and waits for them.

  npm run apply -- --env <name>               the environment; its folder under manifests/
  npm run apply -- --env <name> --dry-run     asks the server what it would do, and changes nothing; the namespaces must exist
  npm run apply -- --env <name> --wait none   none, rollouts, or all (with the metrics APIs and autoscalers; the default)
  --manifests <folder>                        another folder than manifests/, with a folder for the environment
  --kubeconfig <file>, --kubectl <program>    another cluster, another kubectl
  --help                                      this text

Namespaces and definitions come first. It waits as long as pods are replaced, and ends when a rollout makes no progress within its deadline. Fields that somebody else owns are conflicts, and end the run.`;

const waits = ['none', 'rollouts', 'all'] as const;

export interface ApplyOptions {
  readonly environment: string;
  /** Folder with a folder for each environment. */
  readonly manifests: string;
  readonly dryRun: boolean;
  /** How much of what was applied must run before the command ends. */
  readonly wait: (typeof waits)[number];
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
      manifests: { type: 'string', default: committed },
      kubeconfig: { type: 'string' },
      kubectl: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return 'help';
  const { env, manifests, kubeconfig, kubectl: program, 'dry-run': dryRun } = values;
  const environments = environmentsIn(manifests);
  const environment = environments.find((name) => name === env);
  const wait = waits.find((one) => one === values.wait);
  const problems = [
    ...unless(environments.length > 0, `--manifests must be a folder with a folder for each environment, received ${manifests}`),
    ...unless(environment !== undefined || environments.length === 0, `--env must be one of ${environments.join(', ')}, received ${env ?? 'nothing'}`),
    ...unless(wait !== undefined, `--wait must be one of ${waits.join(', ')}, received ${values.wait}`),
    ...unless(kubeconfig === undefined || existsSync(kubeconfig), `--kubeconfig must be a file, received ${String(kubeconfig)}`),
  ];
  if (environment === undefined || wait === undefined || problems.length > 0) throw new Error(problems.join('\n'));
  return { environment, manifests, dryRun, wait, kubectl: new Kubectl({ program, kubeconfig }) };
}

function unless(holds: boolean, problem: string): readonly string[] {
  return holds ? [] : [problem];
}
