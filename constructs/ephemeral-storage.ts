/** Ephemeral storage of a pod on the disk of its node: logs, scratch volumes, and writes to the container's own file system. */
import { mebibytes, usualScratch, type Memory } from '../config/quantities';

/** Request of every container. It is so small that 256 pods, the most of a node, fit the smallest disk that a configuration may state: disks never decide the number of nodes. */
export const ephemeralRequest: Memory = '32Mi';

export interface EphemeralStorage {
  readonly request: Memory;
  readonly limit: Memory;
}

export function ephemeralStorageOf({ scratch }: { readonly scratch?: Memory | undefined }): EphemeralStorage {
  const limit = scratch ?? usualScratch;
  return { request: mebibytes(limit) < mebibytes(ephemeralRequest) ? limit : ephemeralRequest, limit };
}

/** Request and limit of a pod's ephemeral storage, in mebibytes. */
export function ephemeralMebibytes(sizing: { readonly scratch?: Memory | undefined }): { readonly request: number; readonly limit: number } {
  const { request, limit } = ephemeralStorageOf(sizing);
  return { request: mebibytes(request), limit: mebibytes(limit) };
}
