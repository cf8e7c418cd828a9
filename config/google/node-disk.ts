/** Disks of nodes and volumes: their kind, and the key that encrypts them. */
import type { Environment } from '../environment';

/**
 * Machine series that attach Hyperdisk only (cloud.google.com/compute/docs/disks/hyperdisks, "Machine series support"). A Persistent Disk can be created beside
 * them and never be attached, so their nodes boot from Hyperdisk, and their volumes are Hyperdisks too.
 */
const hyperdiskOnly: ReadonlySet<string> = new Set(['c4', 'c4a', 'c4d', 'n4', 'n4a', 'n4d']);

export type NodeDisk = 'pd-balanced' | 'hyperdisk-balanced';

/** `e2-standard-4` → pd-balanced, `n4-standard-4` → hyperdisk-balanced. */
export function nodeDisk(machineType: string): NodeDisk {
  return hyperdiskOnly.has(machineType.split('-')[0] ?? '') ? 'hyperdisk-balanced' : 'pd-balanced';
}

/** Name of the key in the key ring of the cluster that disks of nodes and volumes are encrypted with. */
export const diskKeyName = 'disks';

/** Resource name of the key (cloud.google.com/kubernetes-engine/docs/how-to/using-cmek); the ring has the cluster's name (stacks/encryption-key.ts). */
export function diskKeyOf({ google: { project, region }, cluster: { name } }: Pick<Environment, 'google' | 'cluster'>): string {
  return `projects/${project}/locations/${region}/keyRings/${name}/cryptoKeys/${diskKeyName}`;
}

/**
 * Storage class of the platform's volumes. They are encrypted with our own key, which GKE's classes do not offer. The kind of disk is part of the name, because the
 * parameters of a class cannot be changed.
 */
export function storageClassFor({ nodePool }: Pick<Environment, 'nodePool'>): StorageClassName {
  return `lyo-encrypted-${nodeDisk(nodePool.machineType)}`;
}

export type StorageClassName = `lyo-encrypted-${NodeDisk}`;
