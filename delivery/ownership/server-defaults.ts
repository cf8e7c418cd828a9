/** What the API server sets in fields that an object leaves out, by kind. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { isRecord } from '../../config/record';
import type { ManifestObject } from '../../checks/manifest';
import type { Kubectl } from '../kubectl';

/** The values that a field may get, by its path without the entries' keys: `spec.template.spec.containers[].terminationMessagePath`. */
export type Defaults = (field: string) => readonly unknown[];

type Kind = Pick<ManifestObject, 'group' | 'version' | 'kind'>;
type Values = Readonly<Record<string, readonly unknown[]>>;

const stored = z.record(z.string(), z.record(z.string(), z.array(z.unknown())));

/** From Kubernetes' own defaulting functions. `npm run e2e -- server-defaults` compares them, and can write the file again. */
const known = stored.parse(JSON.parse(readFileSync(join(__dirname, 'server-defaults.json'), 'utf8')));

/** Kinds of Kubernetes itself; undefined for others. */
export function builtInDefaults({ group, version, kind }: Kind): Defaults | undefined {
  const own = known[`${group}/${version}/${kind}`];
  const isBuiltIn = own !== undefined || !group.includes('.') || /^([\w-]+\.)*k8s\.io$/.test(group);
  if (!isBuiltIn) return undefined;
  return (field) => {
    const ofPods = (kind === 'Pod' ? /^spec\.(.*)$/ : pods).exec(field)?.[1];
    return own?.[field] ?? (ofPods === undefined ? undefined : known['PodSpec']?.[ofPods]) ?? [];
  };
}

const pods = /^(?:spec\.template|spec\.jobTemplate\.spec\.template|template)\.spec\.(.*)$/;

interface Schema {
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, Schema>> | undefined;
  readonly items?: Schema | undefined;
  readonly 'x-kubernetes-group-version-kind'?: readonly Kind[] | undefined;
}

const schema: z.ZodType<Schema> = z.lazy(() =>
  z.looseObject({
    default: z.unknown().optional(),
    properties: z.record(z.string(), schema).optional(),
    items: schema.optional(),
    'x-kubernetes-group-version-kind': z.array(z.object({ group: z.string(), version: z.string(), kind: z.string() })).optional(),
  }),
);
const document = z.object({ components: z.object({ schemas: z.record(z.string(), schema) }) });

/**
 * Kinds of Kubernetes by their functions, and those of CustomResourceDefinitions by their schemas, which are complete. The server is asked once for each group, by a
 * path that everybody may read who can sign in.
 */
export class ServerDefaults {
  private readonly served = new Map<string, readonly Schema[]>();

  public constructor(private readonly cluster: Pick<Kubectl, 'try'>) {}

  public of(kind: Kind): Defaults {
    const builtIn = builtInDefaults(kind);
    if (builtIn !== undefined) return builtIn;
    const own = this.schemasOf(kind).find((one) => one['x-kubernetes-group-version-kind']?.some((is) => is.kind === kind.kind) === true);
    const values = own === undefined ? {} : valuesIn(own, '');
    return (field) => values[field] ?? [];
  }

  /** Nothing where the server does not describe them: then every field is told. */
  private schemasOf({ group, version }: Kind): readonly Schema[] {
    const path = `${group}/${version}`;
    const before = this.served.get(path);
    if (before !== undefined) return before;
    const answer = this.cluster.try(['get', '--raw', `/openapi/v3/apis/${path}`]);
    const read = answer.ok ? Object.values(document.parse(JSON.parse(answer.output)).components.schemas) : [];
    this.served.set(path, read);
    return read;
  }
}

function valuesIn({ default: value, properties = {}, items }: Schema, path: string): Values {
  const inside: readonly (readonly [string, Schema])[] = [
    ...Object.entries(properties).map(([name, one]) => [path === '' ? name : `${path}.${name}`, one] as const),
    ...(items === undefined ? [] : [[`${path}[]`, items] as const]),
  ];
  return merged([...inside.map(([at, one]) => valuesIn(one, at)), leaves(value, path)]);
}

/** A record's leaves are owned one by one. */
function leaves(value: unknown, path: string): Values {
  if (value === undefined) return {};
  if (!isRecord(value) || Object.keys(value).length === 0) return { [path]: [value] };
  return merged([{ [path]: [value] }, ...Object.entries(value).map(([name, one]) => leaves(one, `${path}.${name}`))]);
}

function merged(all: readonly Values[]): Values {
  const found: Record<string, readonly unknown[]> = {};
  for (const one of all) for (const [path, values] of Object.entries(one)) found[path] = [...(found[path] ?? []), ...values];
  return found;
}
