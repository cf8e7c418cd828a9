/** Where pods can run: on nodes, within a quota. */
export interface Places {
  /**
   * Earliest second at which a further pod can start; `Infinity` where there is no place for it.
   * @param place number of pods without it
   */
  startsAt(now: number, place: number): number;
  /** Advances the time to `now`, with that many pods. */
  grow(now: number, pods: number): void;
}

/** Unlimited places. */
export const everywhere: Places = { startsAt: (now) => now, grow: () => undefined };

/** Limits places by a quota of pods. */
export function atMost(most: number, places: Places): Places {
  return { ...places, startsAt: (now, place) => (place < most ? places.startsAt(now, place) : Infinity), grow: (now, pods) => places.grow(now, pods) };
}
