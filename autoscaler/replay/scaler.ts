/** What decides how many pods there are. */

/** What a scaler may know at a sync; everything is a whole number of ticks old. */
export interface Seen {
  /** Seconds since the beginning. */
  readonly now: number;
  /** Replicas that are wanted, and how many of them are ready. */
  readonly replicas: number;
  readonly ready: number;
  /** Seconds at which the pods became ready that are so since less than ten minutes; the youngest last. */
  readonly recent: readonly number[];
  /** Mean over a window that ended some seconds ago: requests a second, and CPU of all pods in units of one request. */
  readonly mean: (of: 'requests' | 'cpu' | 'ready' | 'failures', window: number, delay: number) => number;
}

export interface Scaler {
  readonly name: string;
  /** Replicas to want from now on. */
  sync(seen: Seen): number;
}
