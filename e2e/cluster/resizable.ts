import { z } from 'zod';
import type { Cluster } from './cluster';

const withContainers = z.looseObject({ status: z.object({ containerStatuses: z.array(z.looseObject({ name: z.string() })) }) });

/** Writes `resources` into the status of a pod's containers, as a kubelet does: kwok does not, and without the field the API server takes the node for one that cannot resize. */
export async function supportResize(cluster: Cluster, { namespace, name }: { readonly namespace: string; readonly name: string }): Promise<void> {
  const { status } = withContainers.parse(await cluster.get({ kind: 'pod', name, namespace }));
  const containerStatuses = status.containerStatuses.map((container) => ({ ...container, resources: {} }));
  await cluster.patch({ kind: 'pod', name, namespace }, { status: { containerStatuses } }, { subresource: 'status' });
}
