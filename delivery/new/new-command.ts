/** The command `npm run new` as a function: the project, the questions and the files are arguments. */
import { parseArgs } from 'node:util';
import { refused, succeeded, type Outcome } from '../../command-line/outcome';
import type { EnvironmentSource } from '../../config/environment';
import { registryHost } from '../../config/google/platform-images';
import { namespaces } from '../../config/names';
import { describe } from '../../config/rules/problem';
import { small } from '../../config/rules/sizing-rules';
import { validate } from '../../config/validate';
import { withSize, withWorkload } from './configuration-edit';
import { workloadOf, workloadText, type Asked } from './workload-text';

const help = `Writes a new workload into the configuration: its entry in config/<env>.ts, and a first size in config/sizing/<env>.json. Missing options are asked for.

  npm run new -- workload --name orders --kind web --image orders:0.1.0 --port 8000
  --kind      web, worker, scheduled or release
  --image     name and tag in the registry of each environment, or a whole one
  --port      of a web service; --path /orders where it is reached from outside
  --ports     further ports of a web service or a worker, inside the cluster only: name=port, such as grpc=50051; once for each. Prometheus asks at metrics=9000
  --live      of a worker: a command that exits with 0 while the worker works, such as "python -m shop.lives"
  --schedule  of a scheduled task, such as "30 2 * * *", and --time-zone, such as Europe/Berlin
  --args      words in place of the image's arguments, split at spaces, such as "python -m shop.worker"
  --namespace @default ${namespaces.backend}
  --env       only this environment; once for each
  --dry-run   prints what it would write, and writes nothing
  --help      this text

Nothing is written when the configuration would have a problem. Then run npm start, and follow its last lines.`;

const text = { type: 'string' } as const;
const options = {
  name: text,
  kind: text,
  image: text,
  port: text,
  path: text,
  ports: { type: 'string', multiple: true },
  live: text,
  schedule: text,
  'time-zone': text,
  args: text,
  namespace: { type: 'string', default: namespaces.backend },
  env: { type: 'string', multiple: true },
  'dry-run': { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;
type Option = 'name' | 'kind' | 'image' | 'port' | 'path' | 'live' | 'schedule' | 'time-zone' | 'args';
type Given = Partial<Record<Option, string>> & {
  readonly namespace: string;
  readonly ports?: readonly string[];
};

/** The project's own files and the person in front of it. */
export interface Desk {
  readonly sources: readonly EnvironmentSource[];
  readonly read: (file: string) => string;
  /** All of them or none. */
  readonly write: (files: Readonly<Record<string, string>>) => void;
  /** @default - there is no person to ask, and a missing option is refused */
  readonly ask?: (question: string) => Promise<string>;
}

const kinds = ['web', 'worker', 'scheduled', 'release'] as const;
/** Options that each kind needs besides name, kind and image. */
const needs: Readonly<Record<Asked['kind'], readonly Option[]>> = {
  web: ['port'],
  worker: ['live'],
  scheduled: ['schedule', 'time-zone'],
  release: ['args'],
};
const questions: Readonly<Partial<Record<Option, string>>> = {
  name: 'name of the workload, such as orders',
  kind: `kind: ${kinds.join(', ')}`,
  image: 'image with its tag, such as orders:0.1.0',
  port: 'port at which it answers HTTP',
  live: 'command that exits with 0 while it works',
  schedule: 'when it runs: five fields of cron, such as 30 2 * * *',
  'time-zone': 'time zone of the schedule, such as Europe/Berlin',
  args: 'what it runs, such as alembic upgrade head',
};

export async function newCommand(args: readonly string[], desk: Desk): Promise<Outcome> {
  const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
  if (values.help) return succeeded(`${help}\n`);
  if (positionals.length !== 1 || positionals[0] !== 'workload') return refused(`new makes a workload, received ${positionals.join(' ') || 'nothing'}\n`);
  const { env = [] } = values;
  const chosen = desk.sources.filter(({ name }) => env.length === 0 || env.includes(name));
  const unknown = env.filter((name) => desk.sources.every((source) => source.name !== name));
  if (unknown.length > 0) return refused(`--env must be one of ${desk.sources.map(({ name }) => name).join(', ')}, received ${unknown.join(', ')}\n`);
  const complete = await completed(values, desk.ask);
  if (complete.missing.length > 0) return refused(complete.missing.map((name) => `--${name} must be given: ${questions[name] ?? name}\n`).join(''));
  return made(chosen, askedOf(complete.given), { ...desk, dry: values['dry-run'] });
}

async function completed(values: Given, ask: Desk['ask']): Promise<{ readonly given: Given; readonly missing: readonly Option[] }> {
  let given = values;
  const missing: Option[] = [];
  const settle = async (name: Option): Promise<void> => {
    if (given[name] !== undefined) return;
    const answer = (await ask?.(questions[name] ?? name))?.trim() ?? '';
    if (answer === '') missing.push(name);
    else given = { ...given, [name]: answer };
  };
  for (const name of ['name', 'kind', 'image'] as const) await settle(name);
  const kind = kinds.find((known) => known === given.kind);
  if (given.kind !== undefined && kind === undefined) throw new Error(`--kind must be one of ${kinds.join(', ')}, received ${given.kind}`);
  for (const name of kind === undefined ? [] : needs[kind]) await settle(name);
  return { given, missing };
}

function askedOf({ name = '', kind, image = '', namespace, port, path, ports, args, live, schedule, 'time-zone': timeZone }: Given): Asked {
  return {
    name,
    kind: kinds.find((known) => known === kind) ?? 'web',
    image,
    namespace,
    ...(port !== undefined && { port: digits(port) }),
    ...(ports !== undefined && { ports: byName(ports) }),
    ...(args !== undefined && { args: words(args) }),
    ...(live !== undefined && { live: words(live) }),
    ...stated({ path, schedule, timeZone }),
  };
}

/** Without what nobody has stated. */
function stated<Field extends string>(fields: Readonly<Record<Field, string | undefined>>): Partial<Record<Field, string>> {
  return Object.fromEntries(Object.entries(fields).filter(([, text]) => text !== undefined)) as Partial<Record<Field, string>>;
}

/** `grpc=50051` → `{ grpc: 50051 }`; what is no port is refused where the configuration is. */
function byName(ports: readonly string[]): Readonly<Record<string, number>> {
  return Object.fromEntries(
    ports.map((stated) => {
      const [name = '', port = ''] = stated.split('=');
      return [name, digits(port)];
    }),
  );
}

/** NaN for anything else, of which `Number` reads nothing, blanks, `0x50` and `8e3`. */
function digits(text: string): number {
  return /^\d+$/.test(text) ? Number(text) : Number.NaN;
}

function words(line: string): readonly string[] {
  return line.split(/\s+/).filter((word) => word !== '');
}

/** Everything is validated before anything is written. */
function made(sources: readonly EnvironmentSource[], asked: Asked, { read, write, dry }: Desk & { readonly dry: boolean }): Outcome {
  const results = sources.map((source) => validate(withNew(source, inRegistry(source, asked))));
  const problems = results.flatMap((result) => (result.ok ? [] : result.problems));
  if (problems.length > 0)
    return refused(
      `nothing is written: the configuration would have ${problems.length === 1 ? 'a problem' : `${problems.length} problems`}\n${problems.map((one) => `  ${describe(one)}\n`).join('')}`,
    );
  const files: Record<string, string> = {};
  for (const source of sources) {
    const { name } = source;
    const [configuration, sizes] = [`config/${name}.ts`, `config/sizing/${name}.json`];
    const edited = withWorkload(read(configuration), workloadText(inRegistry(source, asked)));
    if (edited === undefined) return refused(`${configuration} must have a list of workloads to add to; add this to yours:\n${workloadText(asked)}\n`);
    files[configuration] = edited;
    files[sizes] = withSize(read(sizes), asked.name, small);
  }
  if (!dry) write(files);
  const shown = sources.map((source) => workloadText(inRegistry(source, asked)));
  const told = Object.keys(files).map((file) => `${dry ? 'would write' : 'wrote'} ${file}`);
  const record =
    asked.kind === 'web'
      ? ['scaling is that of a load which nobody knows: record one, and npm run simulate -- --load <csv> --env <env> --classify says which policy suits it']
      : [];
  return succeeded([...new Set(shown), ...told, ...record, 'next: run npm start, and follow its last lines', ''].join('\n'));
}

/** An image without a registry is in the environment's own: each has one, in its project. */
function inRegistry({ google, registry }: EnvironmentSource, asked: Asked): Asked {
  const isWhole = /^[^/]*[.:][^/]*\//.test(asked.image);
  return isWhole ? asked : { ...asked, image: `${registryHost({ google })}/${registry.repository}/${asked.image}` };
}

function withNew(source: EnvironmentSource, asked: Asked): unknown {
  const sizing = typeof source.sizing === 'object' && source.sizing !== null ? source.sizing : {};
  return { ...source, workloads: [...source.workloads, workloadOf(asked)], sizing: { ...sizing, [asked.name]: small } };
}
