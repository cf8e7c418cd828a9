/** The node pool: its machine type, its minimum and maximum, how densely pods are packed, and a second pool of Spot machines. */
import { z } from 'zod';
import { cpu, disk, memory } from './quantities';

const machineType = z.string().regex(/^[a-z][a-z0-9]*-[a-z]+(-\d+)?$/, 'must be a machine type such as "e2-standard-4"');
const mostNodes = z.int().min(1).max(1000);

export const nodePool = z.strictObject({
  machineType,
  /** Nodes in the whole pool, not per zone. */
  minNodes: z.int().min(1),
  maxNodes: mostNodes,
  /** Boot disk of each node. */
  diskSize: disk,
  /** Pods that a node may run; it decides how many pod addresses a node takes (110 pods: 256 addresses). */
  podsPerNode: z.int().min(8).max(256),
  /** `balanced` keeps spare nodes longer, `optimize-utilization` removes them sooner and packs pods densely. */
  autoscalingProfile: z.enum(['balanced', 'optimize-utilization']),
  /** Whether the minimum of each workload must still serve after the loss of one zone. */
  survivesZoneLoss: z.boolean(),
  /** A second pool of Spot machines, which Google Cloud may stop at any time; pods must tolerate its taint. @default - none */
  spot: z.strictObject({ machineType, maxNodes: mostNodes }).optional(),
});

/** Pods of the lowest priority that reserve capacity for the next scale-out: pods of workloads preempt them, and meanwhile a node starts for them. */
export const placeholder = z.strictObject({ pods: z.int().min(1), cpu, memory });

export type NodePool = z.infer<typeof nodePool>;
