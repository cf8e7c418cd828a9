/** Where a cluster keeps the state of delivery: which objects are ours, which release was applied last, and which run is active. */
import { partOf } from '../../config/names';
import type { Kubectl } from '../kubectl';
import type { Identity } from '../live-objects';

/** The part of kubectl that is needed here. */
export type Cluster = Pick<Kubectl, 'run' | 'try'>;

export const deliveryNamespace = 'lyo-delivery';

/** Field manager of every field that apply sets. */
export const fieldManager = partOf;

export const placeIdentity: Identity = { group: '', version: 'v1', kind: 'Namespace', namespace: undefined, name: deliveryNamespace };

/** No pod runs in this namespace. */
const namespace = {
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: {
    name: deliveryNamespace,
    labels: {
      'app.kubernetes.io/part-of': partOf,
      'app.kubernetes.io/managed-by': partOf,
      'pod-security.kubernetes.io/enforce': 'restricted',
    },
  },
};

/** @param found its labels, when it exists: with all of them nothing is sent */
export function ensurePlace(cluster: Cluster, found?: Readonly<Record<string, string>>): void {
  if (found !== undefined && Object.entries(namespace.metadata.labels).every(([label, value]) => found[label] === value)) return;
  cluster.run(['apply', '--server-side', `--field-manager=${fieldManager}`, '-f', '-'], JSON.stringify(namespace));
}
