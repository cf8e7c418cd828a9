/** Objects and entries to remove, in order, when a workload, a component or an environment is retired. */
import { keyOf, type ManifestObject, type Manifests } from '../manifest';
import { controllers, statefulSets } from '../objects/workload';
import { inOrderOfDeletion, subjectOf } from './deletion';
import type { FrozenList } from './frozen';

/** What to retire: `orders` in all environments, `dev/orders` in one, `dev` itself, or a key of the frozen list such as `dev/Deployment/lyo-orders/orders`. */
export interface Target {
  readonly text: string;
  readonly environments: readonly string[];
  /** @default - the whole environment */
  readonly name?: string;
}

export interface Retirement {
  /** Environments that are retired completely. */
  readonly environments: readonly string[];
  /** Entries to remove from the frozen list: environment/Kind/namespace/name. */
  readonly keys: readonly string[];
  /** Objects to delete, by environment, in the order of deletion. */
  readonly deletions: Readonly<Record<string, readonly Pick<ManifestObject, 'kind' | 'namespace' | 'name'>[]>>;
  /** Volume claims that would no longer have an owner, by environment. */
  readonly claims: Readonly<Record<string, readonly Pick<ManifestObject, 'kind' | 'namespace' | 'name'>[]>>;
  /** All reasons why the retirement is refused. */
  readonly refused: readonly string[];
}

export interface Worlds {
  readonly frozen: FrozenList;
  /** The committed manifests, which clusters have. */
  readonly before: readonly Manifests[];
  /** Manifests of the present configuration. */
  readonly after: readonly Manifests[];
}

/** @throws Error when nothing in the frozen list has this name */
export function targetOf(text: string, frozen: FrozenList): Target {
  const [first = '', ...rest] = text.split('/');
  if (rest.length === 0 && first in frozen) return { text, environments: [first] };
  const name = rest.at(-1) ?? first;
  const environments = rest.length === 0 ? Object.keys(frozen) : [first];
  const having = environments.filter((environment) => Object.keys(frozen[environment] ?? {}).some((key) => isOf(key, name)));
  if (having.length === 0) {
    throw new Error(`must name an environment (${Object.keys(frozen).join(', ')}), a workload or a component of the frozen list, received ${text}`);
  }
  return { text, environments: having, name };
}

/** Whether an object belongs to the retired name: it has this name, or contains it as a part, such as `lyo-observability-jaeger`. */
function isOf(key: string, name: string): boolean {
  return `-${subjectOf(key).name}-`.includes(`-${name}-`);
}

export function retirement(target: Target, worlds: Worlds, options: { readonly dataToo: boolean }): Retirement {
  const parts = target.environments.map((environment) => retired(environment, target, worlds));
  const claims = Object.fromEntries(parts.map((part) => [part.environment, part.claims]));
  const data = parts.flatMap((part) => part.claims.map(({ namespace, name }) => `${part.environment}: ${namespace ?? ''}/${name}`));
  return {
    environments: parts.filter(({ whole }) => whole).map(({ environment }) => environment),
    keys: parts.flatMap(({ environment, keys }) => keys.map((key) => `${environment}/${key}`)),
    deletions: Object.fromEntries(
      parts.map(({ environment, gone, claims: volumes }) => [environment, inOrderOfDeletion([...gone, ...(options.dataToo ? volumes : [])])]),
    ),
    claims,
    refused: [
      ...parts.flatMap(({ refused }) => refused),
      ...(data.length > 0 && !options.dataToo ? [`the data of ${data.join(', ')} loses its owner: copy what you need, then repeat with --delete-data`] : []),
    ],
  };
}

/** Kinds that run pods. */
const running: readonly string[] = ['Deployment', 'StatefulSet', 'DaemonSet'];

interface Part {
  readonly environment: string;
  readonly whole: boolean;
  readonly keys: readonly string[];
  readonly gone: readonly ManifestObject[];
  readonly claims: readonly Pick<ManifestObject, 'kind' | 'namespace' | 'name'>[];
  readonly refused: readonly string[];
}

function retired(environment: string, { name }: Target, { frozen, before, after }: Worlds): Part {
  const old = objectsOf(before, environment);
  const now = objectsOf(after, environment);
  const there = new Set(now.map(keyOf));
  const gone = old.filter((object) => !there.has(keyOf(object)) && !isReplaced(object, now));
  const spaces = gone.filter(({ kind }) => kind === 'Namespace').map((object) => object.name);
  // rights depend on workloads: a binding without a user is retired with its workload, but a workload that still runs never is
  const meant = (key: string): boolean =>
    name === undefined || isOf(key, name) || spaces.includes(subjectOf(key).namespace ?? '') || !running.includes(subjectOf(key).kind);
  const known = Object.keys(frozen[environment] ?? {});
  const vanished = known.filter((key) => !there.has(key));
  return {
    environment,
    whole: name === undefined,
    keys: vanished.filter(meant),
    gone,
    claims: claimsOf({ environment, objects: old }, gone),
    refused: [
      ...stillThere(
        environment,
        name,
        known.filter((key) => there.has(key) && (name === undefined || subjectOf(key).name === name)),
      ),
      ...vanished.filter((key) => !meant(key)).map((key) => `${environment}/${key} is gone from the configuration too: restore it, or retire it first`),
      ...callers(now, gone).map((object) => `${environment}/${keyOf(object)} still calls it: its requests would fail`),
    ],
  };
}

function objectsOf(all: readonly Manifests[], environment: string): readonly ManifestObject[] {
  return all.find((manifests) => manifests.environment === environment)?.objects ?? [];
}

function callers(now: readonly ManifestObject[], gone: readonly ManifestObject[]): readonly ManifestObject[] {
  const services = gone.filter(({ kind }) => kind === 'Service');
  return now.filter((object) => services.some((service) => calls(object, service)));
}

function stillThere(environment: string, name: string | undefined, present: readonly string[]): readonly string[] {
  if (present.length === 0) return [];
  const where =
    name === undefined
      ? `take ${environment} out of config/environment-sources.ts, and delete config/${environment}.ts and config/sizing/${environment}.json`
      : `take it out of config/${environment}.ts (and its entry out of config/sizing/${environment}.json)`;
  return [`the configuration still has ${present.map((key) => `${environment}/${key}`).join(', ')}: ${where}`];
}

/** Whether an object has a successor under another name, such as a ConfigMap with a hash in its name; the next apply creates it. */
function isReplaced({ kind, namespace, name }: ManifestObject, now: readonly ManifestObject[]): boolean {
  const base = /^(.+)-[0-9a-f]{10}$/.exec(name)?.[1];
  return (
    kind === 'ConfigMap' &&
    base !== undefined &&
    now.some((object) => object.kind === kind && object.namespace === namespace && object.name.startsWith(`${base}-`) && object.name.length === name.length)
  );
}

/** Claims of StatefulSets. Kubernetes makes their names from the template, the StatefulSet and a number. */
function claimsOf(old: Manifests, gone: readonly ManifestObject[]): Part['claims'] {
  const replicas = new Map(controllers.of(old).map(({ object, value }) => [object, value.spec.replicas ?? 1]));
  return statefulSets
    .of(old)
    .filter(({ object }) => gone.includes(object))
    .flatMap(({ object: { namespace, name }, object, value: { spec } }) =>
      spec.volumeClaimTemplates.flatMap(({ metadata }) =>
        Array.from({ length: replicas.get(object) ?? 1 }, (_, index) => ({
          kind: 'PersistentVolumeClaim',
          namespace,
          name: `${metadata.name}-${name}-${index}`,
        })),
      ),
    );
}

/** Whether the settings of a container in the object contain the address of the Service. */
function calls({ kind, body }: ManifestObject, { name, namespace = '' }: ManifestObject): boolean {
  return running.includes(kind) && new RegExp(`\\b${name}\\.${namespace}\\b`).test(JSON.stringify(body));
}
