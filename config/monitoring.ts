/** How many there are of what scaling and paging stand on. */
import { z } from 'zod';

export const monitoring = z.strictObject({
  /** Pods each of Prometheus, Alertmanager and kube-state-metrics. Every one of them knows all, so with two the loss of a pod, of its node or of its zone loses nothing. */
  replicas: z.int().min(1).max(3),
});

export type Monitoring = z.infer<typeof monitoring>;
