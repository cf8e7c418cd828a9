/** Replicas of the components that scaling and paging depend on: Prometheus, Alertmanager and kube-state-metrics. */
import { z } from 'zod';
import type { NodePool } from './node-pool';

export const monitoring = z.strictObject({
  /** Replicas of Prometheus, of Alertmanager and of kube-state-metrics. Each replica has all the data, so with two the loss of a pod, a node or a zone loses nothing. */
  replicas: z.int().min(1).max(3),
});

export type Monitoring = z.infer<typeof monitoring>;

/** The environment's own setting; else two replicas where it must survive the loss of a zone, and one where not. */
export function monitoringOf({
  monitoring: own,
  nodePool,
}: {
  readonly monitoring?: Monitoring | undefined;
  readonly nodePool: Pick<NodePool, 'survivesZoneLoss'>;
}): Monitoring {
  return own ?? { replicas: nodePool.survivesZoneLoss ? 2 : 1 };
}
