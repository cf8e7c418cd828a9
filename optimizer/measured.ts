/** Recent measurements of a workload's pods, caches and connection pools. A part is present where it was measured. */
import type { WatchedSignal } from './acting/watched-signal';

export interface CacheUse {
  readonly readsPerSecond: number;
  /** Share of reads that were hits. */
  readonly hitRatio: number;
  /** The present lifetime of an entry in seconds. */
  readonly ttl: number;
  /** The keys that are read most, with their reads a second, the most read first; empty where they are not counted. */
  readonly keys: readonly { readonly key: string; readonly readsPerSecond: number }[];
}

export interface PoolUse {
  /** Connections of one process at present. */
  readonly size: number;
  /** Connections in use plus requests that wait for one, per process, sample by sample. */
  readonly demand: Float64Array;
  /** Share of the samples in which a request waited. */
  readonly waited: number;
}

export interface PodUse {
  /** Millicores and MiB of one pod, sample by sample. */
  readonly cpu: Float64Array;
  readonly memory: Float64Array;
  /** Days that the samples cover. */
  readonly days: number;
}

export interface Measured {
  readonly replicas?: number | undefined;
  readonly cache?: CacheUse;
  readonly pool?: PoolUse;
  readonly pods?: PodUse | undefined;
  /** When pods were measured, seconds since 1970. */
  readonly sizedAt?: number | undefined;
  /** Signals whose higher values are worse, of the last hour. */
  readonly signals: readonly WatchedSignal[];
}

export const nothingMeasured: Measured = { signals: [] };
