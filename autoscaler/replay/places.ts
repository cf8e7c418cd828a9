/** Places for pods: nodes and quotas. */
export interface Places {
  /**
   * Earliest second at which a pod can start, `Infinity` where there is no room for it.
   * @param place how many pods there are without it
   */
  startsAt(now: number, place: number): number;
  /** Advances the time with that many pods. */
  grow(now: number, pods: number): void;
}

/** Without limit. */
export const everywhere: Places = { startsAt: (now) => now, grow: () => undefined };

/** A quota on pods, over other places. */
export function atMost(most: number, places: Places): Places {
  return { ...places, startsAt: (now, place) => (place < most ? places.startsAt(now, place) : Infinity), grow: (now, pods) => places.grow(now, pods) };
}
