/** What checks look at: the objects of one environment, parsed, and where each comes from. */
import { isRecord } from '../config/record';
import { objectKey } from '../config/object-key';

/** Where an object comes from, for people who have to change it. */
export interface Origin {
  /** The YAML file, as a reader would open it. */
  readonly file: string;
  /** Path of its construct in the tree. @default - unknown: the synthesis recorded no metadata */
  readonly constructPath?: string;
  /** TypeScript file of its chart. @default - unknown: the synthesis recorded no metadata */
  readonly source?: string;
}

/** What a message has to name: an object that is there, or one that should be. */
export interface Subject {
  readonly kind: string;
  readonly namespace: string | undefined;
  readonly name: string;
  readonly origin: Origin;
}

export interface ManifestObject extends Subject {
  /** API group, `''` for the core group. */
  readonly group: string;
  readonly version: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;
}

/** All objects of one environment. */
export interface Manifests {
  readonly environment: string;
  readonly objects: readonly ManifestObject[];
}

/** @throws Error when the value is not a Kubernetes object */
export function manifestObject(value: unknown, origin: Origin): ManifestObject {
  const metadata = isRecord(value) ? value['metadata'] : undefined;
  if (!isRecord(value) || !isRecord(metadata)) throw new Error(`${origin.file}: an object must have metadata, received ${excerpt(value)}`);
  const apiVersion = requiredText(value, 'apiVersion', origin);
  const slash = apiVersion.lastIndexOf('/');
  return {
    group: apiVersion.slice(0, Math.max(slash, 0)),
    version: apiVersion.slice(slash + 1),
    kind: requiredText(value, 'kind', origin),
    namespace: typeof metadata['namespace'] === 'string' ? metadata['namespace'] : undefined,
    name: requiredText(metadata, 'name', origin),
    labels: textsOf(metadata['labels']),
    body: value,
    origin,
  };
}

/** How messages name an object: `Deployment lyo-backend/backend`, `ClusterRole prometheus`. */
export function nameOf({ kind, namespace, name }: Pick<Subject, 'kind' | 'namespace' | 'name'>): string {
  return namespace === undefined ? `${kind} ${name}` : `${kind} ${namespace}/${name}`;
}

/** The object's key within its environment: `Deployment/lyo-backend/backend`. */
export function keyOf({ kind, namespace, name }: Pick<Subject, 'kind' | 'namespace' | 'name'>): string {
  return namespace === undefined ? `${kind}/${name}` : `${kind}/${namespace}/${name}`;
}

export function keyIn(environment: string, subject: Subject): string {
  return objectKey(environment, subject);
}

function requiredText(from: Record<string, unknown>, field: string, { file }: Origin): string {
  const value = from[field];
  if (typeof value !== 'string' || value === '') throw new Error(`${file}: ${field} must be text, received ${excerpt(value)} in ${excerpt(from)}`);
  return value;
}

function textsOf(value: unknown): Readonly<Record<string, string>> {
  if (!isRecord(value)) return {};
  return Object.fromEntries(Object.entries(value).flatMap(([key, text]) => (typeof text === 'string' ? [[key, text]] : [])));
}

function excerpt(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value).slice(0, 120);
}
