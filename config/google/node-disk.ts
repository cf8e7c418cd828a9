/** Disks of nodes and volumes: which kind, and by which key they are encrypted. */
import type { Environment } from '../environment';

/**
 * The disks that a machine takes (cloud.google.com/compute/docs/disks/hyperdisks, "Machine series support"). The newest series have no Persistent Disk at all: a
 * volume of that kind is made and can never be attached, so their nodes boot from Hyperdisk, and what is kept lies on it too.
 */
const hyperdiskOnly: ReadonlySet<string> = new Set(['c4', 'c4a', 'c4d', 'n4', 'n4a', 'n4d']);

export type NodeDisk = 'pd-balanced' | 'hyperdisk-balanced';

/** `e2-standard-4` → pd-balanced, `n4-standard-4` → hyperdisk-balanced. */
export function nodeDisk(machineType: string): NodeDisk {
  return hyperdiskOnly.has(machineType.split('-')[0] ?? '') ? 'hyperdisk-balanced' : 'pd-balanced';
}

/** Name of the key in the key ring of the cluster that disks of nodes and volumes are encrypted with. */
export const diskKeyName = 'disks';

/** The key as Compute Engine names it (cloud.google.com/kubernetes-engine/docs/how-to/using-cmek); the ring has the cluster's name (stacks/encryption-key.ts). */
export function diskKeyOf({ google: { project, region }, cluster: { name } }: Pick<Environment, 'google' | 'cluster'>): string {
  return `projects/${project}/locations/${region}/keyRings/${name}/cryptoKeys/${diskKeyName}`;
}

/**
 * Class of the platform's volumes: encrypted with a key of our own, which no class of GKE's is. The disk is part of the name, because the parameters of a class never
 * change again.
 */
export function storageClassFor({ nodePool }: Pick<Environment, 'nodePool'>): StorageClassName {
  return `lyo-encrypted-${nodeDisk(nodePool.machineType)}`;
}

export type StorageClassName = `lyo-encrypted-${NodeDisk}`;
