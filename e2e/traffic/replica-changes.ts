/** Counts changes of replicas. */
export interface ReplicaChanges {
  /** Observations that differ from the previous one. */
  readonly changes: number;
  /** Scale-outs soon after a scale-in. */
  readonly reversals: number;
}

/**
 * 5, 5, 4, 5 within the time is two changes, and the second is a reversal.
 * @param soon in the unit of `at`
 */
export function changesOf(looks: readonly { readonly at: number; readonly replicas: number }[], soon: number): ReplicaChanges {
  let [changes, reversals, lastIn] = [0, 0, Number.NEGATIVE_INFINITY];
  for (const [index, { at, replicas }] of looks.entries()) {
    const before = looks[index - 1]?.replicas ?? replicas;
    if (replicas === before) continue;
    changes++;
    if (replicas < before) lastIn = at;
    else if (at - lastIn < soon) reversals++;
  }
  return { changes, reversals };
}
