/** Key of an object in the record of a cluster: with its API group, and without the version, which may change. */
import type { ManifestObject } from '../../checks/manifest';

/** The parts of a key, as kubectl takes them. */
export interface Reference {
  /** `Deployment.apps`, `Service` */
  readonly type: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
}

/** `Deployment.apps/lyo-backend/backend`, `Namespace/lyo-backend` */
export function recordKey({ group, kind, namespace, name }: Pick<ManifestObject, 'group' | 'kind' | 'namespace' | 'name'>): string {
  return [group === '' ? kind : `${kind}.${group}`, ...(namespace === undefined ? [] : [namespace]), name].join('/');
}

/** Whether a text can be a key; one that begins with a dash would be an option of kubectl's. */
export function isKey(text: string): boolean {
  return /^[A-Za-z][A-Za-z0-9.-]*(\/[A-Za-z0-9][^/\s]*){1,2}$/.test(text);
}

/** @throws Error when the text is no key */
export function referenceOf(key: string): Reference {
  const parts = key.split('/');
  const [type = '', second = '', third] = parts;
  if (parts.length > 3 || parts.length < 2 || parts.includes(''))
    throw new Error(`a key must be Kind.group/namespace/name or Kind.group/name, received ${key}`);
  const kind = type.split('.')[0] ?? '';
  return third === undefined ? { type, kind, name: second } : { type, kind, namespace: second, name: third };
}

/** Arguments of kubectl that select one object. */
export function argumentsOf({ type, namespace, name }: Reference): readonly string[] {
  return [`${type}/${name}`, ...(namespace === undefined ? [] : [`--namespace=${namespace}`])];
}
