/** The controller's memory of an autoscaler between syncs; a restarted controller starts without it. */

/** Replicas that the metrics asked for, before stabilization and limits. */
export interface Recommendation {
  readonly replicas: number;
  /** Seconds. */
  readonly at: number;
}

/** A change of the replicas: how many were added or removed. */
export interface ScaleEvent {
  readonly change: number;
  /** Seconds. */
  readonly at: number;
}

export interface Memory {
  readonly recommendations: readonly Recommendation[];
  readonly ups: readonly ScaleEvent[];
  readonly downs: readonly ScaleEvent[];
}

/** horizontal.go, `recordInitialRecommendation`: the first sync records the present replicas as a recommendation. */
export function firstMemory(replicas: number, now: number): Memory {
  return { recommendations: [{ replicas, at: now }], ups: [], downs: [] };
}

/** Replaces the last outdated entry, or appends one, so that the list does not grow beyond the longest window. */
export function remembered<Entry extends { readonly at: number }>(entries: readonly Entry[], entry: Entry, isOld: (old: Entry) => boolean): readonly Entry[] {
  const place = lastIndex(entries, isOld);
  if (place < 0) return [...entries, entry];
  const copy = entries.slice();
  copy[place] = entry;
  return copy;
}

function lastIndex<Entry>(entries: readonly Entry[], matches: (entry: Entry) => boolean): number {
  for (let index = entries.length - 1; index >= 0; index -= 1) {
    const entry = entries[index];
    if (entry !== undefined && matches(entry)) return index;
  }
  return -1;
}
