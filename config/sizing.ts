/** Requests, limits and bounds of each workload. Data in sizing/<environment>.json, so that a proposal can become a pull request. */
import { z } from 'zod';
import { cpu, memory } from './quantities';

export const sizing = z.strictObject({
  /** `min` and `max` bound what the vertical autoscaler may recommend. */
  cpu: z.strictObject({ request: cpu, limit: cpu, min: cpu, max: cpu }),
  memory: z.strictObject({ request: memory, limit: memory, min: memory, max: memory }),
  /** Memory of one idle pod (working set). The memory signal subtracts it; otherwise the heap of idle Python processes would prevent every scale-in. */
  idleMemory: memory.optional(),
  /** The most that a pod may write to the disk of its node: logs, scratch volumes and other files. One that writes more is evicted. @default 1024Mi */
  scratch: memory.optional(),
  /** Size of the persistent volume, for workloads that have one. */
  storage: memory.optional(),
});

export type Sizing = z.infer<typeof sizing>;
