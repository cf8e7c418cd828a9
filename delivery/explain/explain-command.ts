/** The command behind `npm run explain`, as a function from arguments to an outcome. */
import { parseArgs } from 'node:util';
import { refused, succeeded, type Outcome } from '../../command-line/outcome';
import type { Environment } from '../../config/environment';
import type { Manifests } from '../../checks/manifest';
import { manifestsIn } from '../../checks/manifests-option';
import { explanation } from './explanation';

const help = `Prints one page about a workload: its objects, limits and scale, who may connect to it, what it may reach, its secrets
with everyone who can read them, and its share of the cost. It reads the configuration and the manifests that npm start wrote.

  npm run explain -- <workload>                every environment that has it
  npm run explain -- <workload> --env <name>   one environment
  npm run explain                              the workloads that there are
  --manifests <folder>                         another folder than manifests/
  npm run explain -- --help                    this text
`;

const options = { env: { type: 'string' }, manifests: { type: 'string', default: 'manifests' }, help: { type: 'boolean', default: false } } as const;

export async function explainCommand(args: readonly string[]): Promise<Outcome> {
  const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
  if (values.help) return succeeded(help);
  const { environments } = await import('../../config/environments');
  return explained({ environments, manifestsOf: (name) => manifestsIn(values.manifests, name) }, positionals, values.env);
}

export interface Explained {
  readonly environments: readonly Environment[];
  /** By the name of the environment. */
  readonly manifestsOf: (environment: string) => Manifests;
}

/** @param names as a person wrote them: one workload, or none for the list of them */
export function explained({ environments, manifestsOf }: Explained, names: readonly string[], environment?: string): Outcome {
  const chosen = environments.filter(({ name }) => environment === undefined || name === environment);
  if (chosen.length === 0) return refused(`--env must be one of ${environments.map(({ name }) => name).join(', ')}, received ${environment ?? 'nothing'}\n`);
  const [wanted, ...more] = names;
  if (more.length > 0) return refused(`explain takes one workload, received ${names.join(', ')}\n`);
  const known = [...new Set(chosen.flatMap(({ workloads }) => workloads.map(({ name }) => name)))];
  if (wanted === undefined) return succeeded(`${chosen.flatMap(listed).join('\n')}\n`);
  const pages = chosen.flatMap((one) =>
    one.workloads.filter(({ name }) => name === wanted).map((workload) => explanation(one, manifestsOf(one.name), workload)),
  );
  if (pages.length === 0) return refused(`the workload must be one of ${known.join(', ')}, received ${wanted}\n`);
  return succeeded(`${pages.join('\n\n')}\n`);
}

function listed({ name: environment, workloads }: Environment): readonly string[] {
  return workloads.map(({ name, kind }) => `${environment}  ${name}  ${kind}`);
}
