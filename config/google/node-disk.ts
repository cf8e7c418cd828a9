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

/** Class of volumes on Hyperdisk, which GKE has none of by default; its own default makes balanced Persistent Disks. */
export const hyperdiskClass = 'lyo-hyperdisk-balanced';

/** @returns `undefined` for the cluster's default class */
export function storageClassFor(machineType: string): string | undefined {
  return nodeDisk(machineType) === 'hyperdisk-balanced' ? hyperdiskClass : undefined;
}
