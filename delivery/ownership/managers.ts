/** Owners of the fields of a live object, from `metadata.managedFields`; and which of them are expected programs. */
import { z } from 'zod';
import { partOf } from '../../config/names';
import { isRecord } from '../../config/record';

const managed = z.looseObject({
  manager: z.string().default(''),
  operation: z.string().default('Update'),
  subresource: z.string().optional(),
  time: z.string().optional(),
  fieldsV1: z.record(z.string(), z.unknown()).default({}),
});
/** One entry of `metadata.managedFields`. */
export type Managed = z.infer<typeof managed>;

const live = z.object({ metadata: z.object({ managedFields: z.array(managed).default([]) }) });

export function managersOf(object: unknown): readonly Managed[] {
  return live.parse(object).metadata.managedFields;
}

/** Controllers of Kubernetes and of GKE: what they write is theirs. */
const machines =
  /^(kube-(controller-manager|scheduler|apiserver|proxy)|kubelet|apiserver|cloud-controller-manager|gke-[\w-]+|glbc|ingress-gce|neg-controller|[\w.-]*gateway[\w.-]*controller|networking\.gke\.io[\w./-]*|vpa-[\w-]+|vertical-pod-autoscaler[\w-]*|cluster-autoscaler|addon-manager|clusterrole-aggregation-controller|[\w-]*-?kwok[\w-]*)$/;

/**
 * Whom the API server names for all that an object has when it is applied without having an owner of anything (apimachinery 0.36.3, `managedfields/fieldmanager.go`).
 * The time is that of the apply, and who wrote the fields is not known.
 */
export const unrecorded = 'before-first-apply';

/** Manager of replica counts that were handed over, until an autoscaler writes them. */
export const keeper = 'handed-over';

export function isController(manager: string): boolean {
  return manager === keeper || machines.test(manager);
}

/** Programs of this project: manifests, certificates, and others with the same prefix. */
export function isOurs(manager: string): boolean {
  return manager === partOf || manager.startsWith(`${partOf}-`);
}

/** Whether a manager wrote it that is neither a program of this project nor a controller; status fields do not count. */
export function isForeign({ manager, subresource }: Managed): boolean {
  return subresource !== 'status' && !isOurs(manager) && !isController(manager);
}

/**
 * The fields of an entry as a review writes paths: `spec.template.spec.containers[name=web].image`. Of a record or an entry of a list that is owned as a whole
 * the path is its own.
 */
export function pathsOf({ fieldsV1 }: Managed): readonly string[] {
  return walk(fieldsV1, '');
}

/** The same, but a list entry that was added as a whole appears once, by its key. @param isKnown whether another manager states a part of it too */
export function addedPathsOf({ fieldsV1 }: Managed, isKnown: (path: string) => boolean): readonly string[] {
  return walk(fieldsV1, '', (path) => !isKnown(path));
}

function walk(fields: Readonly<Record<string, unknown>>, above: string, isWhole: (path: string) => boolean = () => false): readonly string[] {
  return Object.entries(fields).flatMap(([key, inside]) => {
    if (key === '.') return [];
    const path = `${above}${stepOf(key, above)}`;
    if (key.startsWith('k:') && isRecord(inside) && '.' in inside && isWhole(path)) return [path];
    const below = isRecord(inside) ? Object.keys(inside).filter((name) => name !== '.') : [];
    return below.length === 0 || !isRecord(inside) ? [path] : walk(inside, path, isWhole);
  });
}

/** `f:image`, `k:{"name":"web"}`, `v:"x"`, `i:0` (kubernetes.io/docs/reference/using-api/server-side-apply, "Field management"). */
function stepOf(key: string, above: string): string {
  const [kind, rest] = [key.slice(0, 2), key.slice(2)];
  if (kind === 'f:') return /^[A-Za-z_$][-\w$]*$/.test(rest) ? `${above === '' ? '' : '.'}${rest}` : `["${rest}"]`;
  if (kind === 'k:') return `[${identity(JSON.parse(rest))}]`;
  return `[${kind === 'v:' ? String(JSON.parse(rest)) : rest}]`;
}

function identity(keys: unknown): string {
  return isRecord(keys)
    ? Object.entries(keys)
        .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
        .join(',')
    : String(keys);
}

/** Whether an entry owns a field, what it lies in, or something in it. */
export function touches(entry: Managed, path: string): boolean {
  return pathsOf(entry).some((one) => isWithin(one, path) || isWithin(path, one));
}

function isWithin(path: string, whole: string): boolean {
  return path === whole || path.startsWith(`${whole}.`) || path.startsWith(`${whole}[`);
}
