/** What pods, caches and pools of a workload did lately. Each part is there where it was measured. */
import type { WatchedSignal } from './acting/evidence';

export interface CacheUse {
  readonly readsPerSecond: number;
  /** Share of the reads that found something. */
  readonly hitRatio: number;
  /** Seconds that an entry lives at present. */
  readonly ttl: number;
  /** The keys that are read most, with their reads a second, the most read first; empty where nobody counts them. */
  readonly keys: readonly { readonly key: string; readonly readsPerSecond: number }[];
}

export interface PoolUse {
  /** Connections of one process at present. */
  readonly size: number;
  /** Connections in use and requests that wait for one, a process, sample by sample. */
  readonly demand: Float64Array;
  /** Share of the samples in which somebody waited. */
  readonly waited: number;
}

export interface PodUse {
  /** Millicores and MiB of one pod, sample by sample. */
  readonly cpu: Float64Array;
  readonly memory: Float64Array;
  /** Days that the samples are of. */
  readonly days: number;
}

export interface Measured {
  readonly replicas?: number | undefined;
  readonly cache?: CacheUse;
  readonly pool?: PoolUse;
  readonly pods?: PodUse | undefined;
  /** When pods were measured, seconds since 1970. */
  readonly sizedAt?: number | undefined;
  /** Signals of which more is worse, of the last hour. */
  readonly signals: readonly WatchedSignal[];
}

export const nothingMeasured: Measured = { signals: [] };
