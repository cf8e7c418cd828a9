/** Text of a new workload in the configuration: the author's options, and initial values for the rest. */
import { classPolicies } from '../../config/class-policies';
import type { WorkloadSource } from '../../config/left-out-fields';
import { standardBehavior } from '../../config/scaling';

/** Options that only the author can decide. */
export interface Asked {
  readonly kind: 'web' | 'worker' | 'scheduled' | 'release';
  readonly name: string;
  readonly namespace: string;
  readonly image: string;
  /** Of a web service. */
  readonly port?: number;
  /** Of a web service that is reached from outside. @default - inside the cluster only */
  readonly path?: string;
  /** Further ports of a web service or a worker, by name. @default - none */
  readonly ports?: Readonly<Record<string, number>>;
  /** Arguments of the container, in place of the image's. @default - the image's own */
  readonly args?: readonly string[];
  /** Of a worker: a command that ends with 0 while it works. */
  readonly live?: readonly string[];
  /** Of a scheduled task. */
  readonly schedule?: string;
  readonly timeZone?: string;
}

type Fields = Readonly<Record<string, unknown>>;

/** Writes the name of a constant of `config/` in place of its value. */
class Name {
  public constructor(
    public readonly text: string,
    public readonly value: unknown,
  ) {}
}

/** What suits a load that nobody has recorded yet (docs/decisions/0160-the-shipped-policy-is-that-of-a-class.md). */
const policy = new Name('classPolicies.noisy', classPolicies.noisy);
const behavior = new Name('standardBehavior', standardBehavior);
/** Modules of `config/` that export the constants of an entry. */
export const modulesOfConstants: Readonly<Record<string, string>> = { classPolicies: './class-policies', standardBehavior: './scaling' };

/** Fields with names of `config/` among them, in the order in which people read them. */
function fieldsOf({ kind, name, namespace, image, port, path, ports, args, live, schedule, timeZone }: Asked): Fields {
  const common = { name, namespace, image, ...(args && { args: [...args] }), instrumentation: 'python' };
  // those of a task are refused as the configuration refuses them
  const further = ports && { ports };
  switch (kind) {
    case 'web':
      return { ...common, port, ...further, ...(path && { path }), scaling: policy };
    case 'worker':
      return { kind, ...common, live: { kind: 'command', command: live }, ...further, scaling: ofWorker };
    case 'scheduled':
      return {
        kind,
        ...common,
        ...further,
        schedule,
        timeZone,
        overlap: 'forbid',
        deadline: '3600s',
        attempts: 2,
        expected: { lastSuccess: '97200s', longestRun: '1800s' },
      };
    case 'release':
      return { kind, ...common, ...further, instrumentation: 'none', deadline: '600s' };
  }
}

const ofWorker = {
  minReplicas: 1,
  maxReplicas: 10,
  signals: { cpu: { utilization: 70 }, memory: { utilization: 80 } },
  failsafe: { kind: 'cpu', utilization: 90 },
  behavior,
};

/** As validation reads it. */
export function workloadOf(asked: Asked): WorkloadSource {
  return valueOf(fieldsOf(asked)) as WorkloadSource;
}

/** As text for a file of `config/`, indented by four spaces. */
export function workloadText(asked: Asked): string {
  return textOf(fieldsOf(asked), 4);
}

function valueOf(field: unknown): unknown {
  if (field instanceof Name) return field.value;
  if (Array.isArray(field)) return field.map(valueOf);
  if (typeof field === 'object' && field !== null) return Object.fromEntries(Object.entries(field).map(([key, inner]) => [key, valueOf(inner)]));
  return field;
}

function textOf(fields: Fields, indent: number): string {
  const space = ' '.repeat(indent);
  return `${space}{\n${linesOf(fields, indent + 2)}\n${space}},`;
}

/** As the formatter of this repository sets them: an object that does not fit its line has a line for each of its fields. */
function linesOf(fields: Fields, indent: number): string {
  const space = ' '.repeat(indent);
  return Object.entries(fields)
    .map(([key, field]) => {
      const line = `${space}${key}: ${inline(field)},`;
      return line.length > widest && isFields(field) ? `${space}${key}: {\n${linesOf(field, indent + 2)}\n${space}},` : line;
    })
    .join('\n');
}

/** `printWidth` of the formatter. */
const widest = 160;

function isFields(field: unknown): field is Fields {
  return typeof field === 'object' && field !== null && !Array.isArray(field) && !(field instanceof Name);
}

function inline(field: unknown): string {
  if (field instanceof Name) return field.text;
  if (Array.isArray(field)) return `[${field.map(inline).join(', ')}]`;
  if (typeof field === 'object' && field !== null) {
    return `{ ${Object.entries(field)
      .map(([key, inner]) => `${key}: ${inline(inner)}`)
      .join(', ')} }`;
  }
  return typeof field === 'string' ? quoted(field) : String(field);
}

/** With the mark that the text does not have, single ones where it has both. */
function quoted(text: string): string {
  const mark = text.includes("'") && !text.includes('"') ? '"' : "'";
  return `${mark}${text.replaceAll('\\', '\\\\').replaceAll(mark, `\\${mark}`)}${mark}`;
}
