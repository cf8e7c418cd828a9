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
  /** Whether the minimum must still serve when one zone is gone. */
  survivesZoneLoss: z.boolean(),
  /** A second pool of machines that Google Cloud may take back at any time; pods must tolerate its taint. @default - none */
  spot: z.strictObject({ machineType, maxNodes: mostNodes }).optional(),
});

/** Pods of the lowest priority that hold room for the next scale-out: real pods push them aside, and a node is started for them meanwhile. */
export const placeholder = z.strictObject({ pods: z.int().min(1), cpu, memory });

export type NodePool = z.infer<typeof nodePool>;
