/** Commands that delete objects from a cluster, in an order that interrupts no user. */
import { keyOf, type Subject } from '../manifest';
import { frozenFile } from './frozen';

/** Order of deletion: routes, autoscalers, workloads, then the objects that they needed, and last the namespace with everything that is left. */
const order: readonly (readonly string[])[] = [
  ['HTTPRoute', 'Ingress', 'GCPBackendPolicy', 'GCPGatewayPolicy', 'HealthCheckPolicy'],
  ['HorizontalPodAutoscaler', 'VerticalPodAutoscaler', 'APIService'],
  ['Deployment', 'StatefulSet', 'DaemonSet'],
  ['PersistentVolumeClaim'],
  [],
  ['PriorityClass', 'StorageClass'],
  ['Namespace'],
];

/** Position of all other kinds: after workloads, and before objects that several may use. */
const others = order.findIndex((kinds) => kinds.length === 0);

export function inOrderOfDeletion<S extends Pick<Subject, 'kind'>>(subjects: readonly S[]): readonly S[] {
  const stage = ({ kind }: Pick<Subject, 'kind'>): number => {
    const known = order.findIndex((kinds) => kinds.includes(kind));
    return known === -1 ? others : known;
  };
  return [...subjects].sort((one, other) => stage(one) - stage(other));
}

/** The command that deletes an object; it can be repeated. */
export function deletion({ kind, namespace, name }: Pick<Subject, 'kind' | 'namespace' | 'name'>): string {
  return `kubectl delete ${kind.toLowerCase()} ${name}${namespace === undefined ? '' : ` --namespace ${namespace}`} --ignore-not-found`;
}

/** The object of a key of the frozen list, `Kind/namespace/name` or `Kind/name`. */
export function subjectOf(key: string): Subject {
  const [kind = '', ...rest] = key.split('/');
  const name = rest.at(-1) ?? '';
  const subject = { kind, namespace: rest.length > 1 ? rest[0] : undefined, name, origin: { file: frozenFile } };
  if (keyOf(subject) !== key) throw new Error(`${frozenFile}: a key must be Kind/namespace/name or Kind/name, received ${key}`);
  return subject;
}
