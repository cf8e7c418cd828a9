/** Where a cluster keeps the state of delivery: which objects are ours, which release was applied last, and which run is active. */
import { partOf } from '../../config/names';
import type { Kubectl } from '../kubectl';

/** The part of kubectl that is needed here. */
export type Cluster = Pick<Kubectl, 'run' | 'try'>;

export const deliveryNamespace = 'lyo-delivery';

/** Field manager of every field that apply sets. */
export const fieldManager = partOf;

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

export function ensurePlace(cluster: Cluster): void {
  cluster.run(['apply', '--server-side', `--field-manager=${fieldManager}`, '-f', '-'], JSON.stringify(namespace));
}
