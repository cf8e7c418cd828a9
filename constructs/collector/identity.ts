/** Identifies the sender of a span by the address of its connection. An application's own claims about its namespace and pod are discarded. */
import type { Components } from './collector-config';

/** Resource attributes by which rules select a workload's spans. */
export interface PlaceAttributes {
  readonly namespace: string;
  readonly deployment: string;
  readonly pod: string;
}

/**
 * Processors that set namespace, deployment and pod from the address that sent a span. The deployment's name is derived from the ReplicaSet's, so the collector needs to read
 * only pods.
 * @param namespace - the only namespace that applications run in; `undefined` where there are several, which needs rights in the whole cluster
 */
export function identity({ namespace: namespaceKey, deployment, pod }: PlaceAttributes, namespace: string | undefined): Components {
  const claims = [namespaceKey, deployment, pod];
  return {
    'resource/claims': { attributes: claims.map((key) => ({ key, action: 'delete' })) },
    k8s_attributes: {
      auth_type: 'serviceAccount',
      extract: { metadata: claims },
      pod_association: [{ sources: [{ from: 'connection' }] }],
      ...(namespace === undefined ? {} : { filter: { namespace } }),
      // without this, spans of a pod that the processor does not know yet would be counted for no workload
      wait_for_metadata: true,
      wait_for_metadata_timeout: '30s',
    },
  };
}
