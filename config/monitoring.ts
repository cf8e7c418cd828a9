/** Replicas of the components that scaling and paging depend on: Prometheus, Alertmanager and kube-state-metrics. */
import { z } from 'zod';
import type { NodePool } from './node-pool';

export const monitoring = z.strictObject({
  /** Pods each of Prometheus, Alertmanager and kube-state-metrics. Every one of them knows all, so with two the loss of a pod, of its node or of its zone loses nothing. */
  replicas: z.int().min(1).max(3),
});

export type Monitoring = z.infer<typeof monitoring>;

/** What an environment says of it, or what its promise about zones takes: two where one may be lost, or else one. */
export function monitoringOf({
  monitoring: own,
  nodePool,
}: {
  readonly monitoring?: Monitoring | undefined;
  readonly nodePool: Pick<NodePool, 'survivesZoneLoss'>;
}): Monitoring {
  return own ?? { replicas: nodePool.survivesZoneLoss ? 2 : 1 };
}
