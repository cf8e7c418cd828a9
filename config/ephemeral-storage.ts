/** What a pod may take of the disk of its node: logs, scratch volumes, and what it writes into its own file system. */
import { gibibytes, mebibytes, type Disk, type Memory } from './quantities';

/** As many pods as a node may ever have, 256, fit the smallest disk that a configuration may name: disks never decide how many nodes there are. */
export const ephemeralRequest: Memory = '32Mi';

/** A pod that writes more is evicted, and not its neighbours with it when the disk is full. Logs are rotated by the kubelet at 50 MiB a container. */
const usualLimit: Memory = '1024Mi';

export interface EphemeralStorage {
  readonly request: Memory;
  readonly limit: Memory;
}

export function ephemeralStorageOf({ scratch }: { readonly scratch?: Memory | undefined }): EphemeralStorage {
  return { request: ephemeralRequest, limit: scratch ?? usualLimit };
}

/** Mebibytes. */
export function ephemeralMebibytes(sizing: { readonly scratch?: Memory | undefined }): { readonly request: number; readonly limit: number } {
  const { request, limit } = ephemeralStorageOf(sizing);
  return { request: mebibytes(request), limit: mebibytes(limit) };
}

/**
 * Mebibytes of a boot disk that GKE leaves for pods: it keeps the smallest of half, 6 GiB and 35 %, and 100 GiB, and the kubelet evicts when a tenth is left
 * (cloud.google.com/kubernetes-engine/docs/concepts/plan-node-sizes, "Local ephemeral storage reservation").
 */
export function podsDisk(diskSize: Disk): number {
  const gib = gibibytes(diskSize);
  const kept = Math.min(gib * 0.5, 6 + gib * 0.35, 100);
  return Math.floor((gib - kept - gib * 0.1) * 1024);
}
