/** What a pod may take of the disk of its node: logs, scratch volumes, and what it writes into its own file system. */
import { mebibytes, usualScratch, type Memory } from '../config/quantities';

/** As many pods as a node may ever have, 256, fit the smallest disk that a configuration may name: disks never decide how many nodes there are. */
export const ephemeralRequest: Memory = '32Mi';

export interface EphemeralStorage {
  readonly request: Memory;
  readonly limit: Memory;
}

export function ephemeralStorageOf({ scratch }: { readonly scratch?: Memory | undefined }): EphemeralStorage {
  const limit = scratch ?? usualScratch;
  return { request: mebibytes(limit) < mebibytes(ephemeralRequest) ? limit : ephemeralRequest, limit };
}

/** Mebibytes. */
export function ephemeralMebibytes(sizing: { readonly scratch?: Memory | undefined }): { readonly request: number; readonly limit: number } {
  const { request, limit } = ephemeralStorageOf(sizing);
  return { request: mebibytes(request), limit: mebibytes(limit) };
}
