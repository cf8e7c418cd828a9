/** The command `npm run deploy` as a function: the project, its environments, programs, the person and the network are arguments. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { outcomeOf, succeeded, type Outcome } from '../command-line/outcome';
import type { Environment } from '../config/environment';
import { components, providedElsewhere } from '../config/names';
import { servingSecretOf } from '../config/serving-certificate';
import { webWorkloads } from '../config/workload';
import { releaseIn } from './apply/release';
import { proofOf, type Asked } from './from-nothing/proof';
import { stepsOf, type Way } from './from-nothing/steps';
import { walk, wayText } from './from-nothing/walk';
import type { World } from './from-nothing/step';

const help = `Brings up an environment from nothing, as one command: it shows the steps, does those that are not done yet, asks where a person must decide, and ends with one
request, its trace, its metric and the autoscaler that reads it. Stop it at any step, and it continues there the next time.

  npm run deploy -- --env <name>          continues where the last run ended
  npm run deploy -- --env <name> --show   shows the steps, and asks no question
  --url <address>                         where the service answers; its host name by default
  --traces <address>                      the query interface of Jaeger, for example of kubectl port-forward
  --wait <none, rollouts or all>          as npm run apply has it; all by default
  --kubeconfig <file>, --kubectl <program>
  --help                                  this text

Ends with 0 when everything is done, 3 when something is left for a person to do, and 1 when a step failed: fix the cause, then run it again.`;

export interface DeployParts {
  readonly root: string;
  /** Loaded late: the command line is read before mistakes in the environments are reported. */
  readonly environments: () => Promise<readonly Environment[]>;
  readonly world: World;
  readonly fetch: Asked['fetch'];
  readonly sleep: Asked['sleep'];
}

export function deployCommand(args: readonly string[], parts: DeployParts): Promise<Outcome> {
  return outcomeOf(async () => {
    const { values } = parseArgs({
      args: [...args],
      options: {
        env: { type: 'string' },
        show: { type: 'boolean', default: false },
        url: { type: 'string' },
        traces: { type: 'string' },
        wait: { type: 'string', default: 'all' },
        kubeconfig: { type: 'string' },
        kubectl: { type: 'string', default: 'kubectl' },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) return succeeded(`${help}\n`);
    const environment = named(await parts.environments(), values.env);
    const steps = stepsOf(wayOf(environment, values, parts), parts.world);
    if (values.show) return succeeded(`${wayText(steps)}\n`);
    parts.world.say(`${wayText(steps)}\n`);
    const { left } = await walk(steps, parts.world);
    if (left.length === 0)
      return succeeded(`${environment.name} serves; npm run live-check -- --env ${environment.name} checks what only a live project can show\n`);
    return { status: 3, stdout: `left to do:\n${left.map((line) => `- ${line}\n`).join('')}then npm run deploy -- --env ${environment.name}\n`, stderr: '' };
  });
}

function named(environments: readonly Environment[], name: string | undefined): Environment {
  const found = environments.find((one) => one.name === name);
  if (found === undefined) throw new Error(`--env must be one of ${environments.map((one) => one.name).join(', ')}, received ${name ?? 'nothing'}`);
  return found;
}

interface Stated {
  readonly url?: string | undefined;
  readonly traces?: string | undefined;
  readonly wait: string;
  readonly kubeconfig?: string | undefined;
  readonly kubectl: string;
}

function wayOf(environment: Environment, { url, traces, wait, kubeconfig, kubectl }: Stated, { root, fetch, sleep }: DeployParts): Way {
  const manifests = join(root, 'manifests', environment.name);
  const connected = kubeconfig === undefined ? [] : [`--kubeconfig=${kubeconfig}`];
  const [workload] = webWorkloads(environment);
  if (workload === undefined) throw new Error(`${environment.name} must have a web service that a request can be sent to`);
  return {
    environment,
    digest: () => releaseIn(join(root, 'manifests'), environment.name).digest,
    secrets: () => secretsIn(manifests),
    connection: { kubectl: connected, apply: [...connected, `--kubectl=${kubectl}`] },
    kubectl,
    manifests,
    wait,
    proof: (world) =>
      proofOf({
        url: url ?? `https://${environment.exposure.hostname}${workload.path}`,
        ...(traces === undefined ? {} : { traces }),
        workload,
        autoscaler: () =>
          world.quiet(kubectl, ...connected, 'get', 'horizontalpodautoscalers', workload.name, '--namespace', workload.namespace, '--output=json'),
        fetch,
        sleep,
      }),
  };
}

/** Created by an apply. */
const certificates = [components.prometheusAdapter, components.stackdriverAdapter].map(servingSecretOf);

/** Secrets of `providedElsewhere` that a manifest names. */
function secretsIn(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  const text = readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => readFileSync(join(folder, file), 'utf8'))
    .join('\n');
  const nameIn = (key: string): string => key.split('/')[2] ?? '';
  return providedElsewhere.filter((key) => !certificates.includes(nameIn(key)) && new RegExp(`[nN]ame: ${nameIn(key)}$`, 'm').test(text));
}
