/** How far ahead replicas are forecast. */

/** Seconds from a forecast until the autoscaler asks for its pods: scrape, rules and sync. */
const onTheWay = 45;

/** Steps ahead of the last whole bin, from the current bin to the one in which a pod that is asked for now becomes ready. */
export function horizonsOf(startUp: number, bin: number): readonly number[] {
  const furthest = 1 + Math.ceil((startUp + onTheWay) / bin);
  return Array.from({ length: furthest }, (_, index) => index + 1);
}

/** The horizons that matter so many seconds after the last whole bin: without bins that end too soon, and without bins after the start-up. */
export function wantedHorizons(sinceBin: number, startUp: number, bin: number): readonly number[] {
  return horizonsOf(startUp, bin).filter((horizon) => horizon * bin > sinceBin && (horizon - 1) * bin <= sinceBin + startUp + onTheWay);
}
