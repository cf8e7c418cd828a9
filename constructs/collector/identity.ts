/** Identifies the sender of a span by the address of its connection. What an application claims about its namespace and pod is discarded. */
import type { Components } from './collector-config';

/** Attributes by which rules find a workload's spans. */
export interface PlaceAttributes {
  readonly namespace: string;
  readonly deployment: string;
  readonly pod: string;
}

/**
 * Processors that set namespace, deployment and pod from the address a span came from. The deployment's name is derived from the ReplicaSet's, so pods are all
 * that must be readable.
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
      // spans of a pod that is not known yet would be counted for no workload
      wait_for_metadata: true,
      wait_for_metadata_timeout: '30s',
    },
  };
}
