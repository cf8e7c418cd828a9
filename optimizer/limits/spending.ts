/** Pod-hours asked for ahead of the load, by hour: a day is 24 numbers at any tick interval. */
const hour = 3600;

/** Pod-hours by the start of their hour, seconds since 1970. */
export type Spending = ReadonlyMap<number, number>;

/** @returns the spending of the last day with this added, without hours older than a day, or in the future because the clock was set back */
export function spend(spending: Spending, now: number, podHours: number): Spending {
  const at = Math.floor(now / hour) * hour;
  const kept = [...spending].filter(([since]) => since > at - 24 * hour && since <= at);
  return new Map(kept).set(at, (spending.get(at) ?? 0) + podHours);
}

/** Pod-hours of the last day: of this hour and the 23 before. */
export function spentBy(spending: Spending, now: number): number {
  return [...spend(spending, now, 0).values()].reduce((sum, podHours) => sum + podHours, 0);
}
