/** A scaler decides the number of pods. */

/** Information that a scaler gets at a sync. */
export interface Seen {
  /** Seconds since the beginning. */
  readonly now: number;
  /** Wanted replicas; `ready` is the number of them that are ready. */
  readonly replicas: number;
  readonly ready: number;
  /** Times at which pods became ready within the last ten minutes, in seconds, youngest last. */
  readonly recent: readonly number[];
  /** Mean over `window` seconds that ended `delay` seconds ago: requests per second, CPU of all pods in multiples of one pod's request, ready pods, or failures per second. */
  readonly mean: (of: 'requests' | 'cpu' | 'ready' | 'failures', window: number, delay: number) => number;
}

export interface Scaler {
  readonly name: string;
  /** Returns the new wanted replicas. */
  sync(seen: Seen): number;
}
