/** How far ahead replicas have to be known. */

/** Seconds from a forecast until a pod of it is wanted: scrape, rules and sync. */
const onTheWay = 45;

/** Steps ahead of the last whole bin, from the bin that is going on to the one in which a pod that is asked for now becomes ready. */
export function horizonsOf(startUp: number, bin: number): readonly number[] {
  const furthest = 1 + Math.ceil((startUp + onTheWay) / bin);
  return Array.from({ length: furthest }, (_, index) => index + 1);
}

/** Those of the horizons that matter at a moment this many seconds after the last whole bin: of bins that are over soon, and of those after the start-up, none. */
export function wantedHorizons(sinceBin: number, startUp: number, bin: number): readonly number[] {
  return horizonsOf(startUp, bin).filter((horizon) => horizon * bin > sinceBin && (horizon - 1) * bin <= sinceBin + startUp + onTheWay);
}
