/** Where a cluster keeps what delivery has to know of it: which objects are ours, what was applied last, and who is at it. */
import { partOf } from '../../config/names';
import type { Kubectl } from '../kubectl';

/** What of kubectl is needed here. */
export type Cluster = Pick<Kubectl, 'run' | 'try'>;

export const deliveryNamespace = 'lyo-delivery';

/** Owner of every field that apply states. */
export const fieldManager = partOf;

/** No pod ever runs there. */
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
