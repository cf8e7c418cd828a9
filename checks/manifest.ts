/** Input of checks: the parsed objects of one environment, and the origin of each. */
import { isRecord } from '../config/record';
import { objectKey } from '../config/object-key';

/** Origin of an object, for people who have to change it. */
export interface Origin {
  /** Path of the YAML file, relative to the project's root. */
  readonly file: string;
  /** Path of the object's construct. @default - unknown: the synthesis recorded no metadata */
  readonly constructPath?: string;
  /** TypeScript file of the object's chart. @default - unknown: the synthesis recorded no metadata */
  readonly source?: string;
}

/** Subject of a message: an object that exists, or one that should. */
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
