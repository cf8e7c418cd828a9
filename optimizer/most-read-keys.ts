/** The keys of a cache that are read most, out of what its pods tell by rank: summaries of parts are merged by adding them (Agarwal and others, "Mergeable summaries", ACM TODS 38(4), 2013). */
import type { CacheUse } from './measured';
import type { LabelledSeries } from './ports';

/** As many as may be kept warm. */
const most = 100;
/** What a key may begin with. */
const spacePattern = /^[A-Za-z][\w.-]{0,80}$/;

/** @param names of the metrics whose values are the number of a key, and its reads a second */
export function mostReadKeys(series: readonly LabelledSeries[], names: { readonly key: string; readonly reads: string }): CacheUse['keys'] {
  const reads = new Map<string, number>();
  for (const { labels, samples } of series) if (labels['__name__'] === names.reads) reads.set(placeOf(labels), samples[0]?.value ?? Number.NaN);
  const sums = new Map<string, number>();
  for (const { labels, samples } of series) {
    if (labels['__name__'] !== names.key) continue;
    const key = keyOf(labels['space'], samples[0]?.value);
    const rate = reads.get(placeOf(labels)) ?? Number.NaN;
    // a rank of which one half is not there is no key
    if (key !== undefined && rate > 0 && Number.isFinite(rate)) sums.set(key, (sums.get(key) ?? 0) + rate);
  }
  const keys = [...sums].map(([key, readsPerSecond]) => ({ key, readsPerSecond }));
  return keys.sort((a, b) => b.readsPerSecond - a.readsPerSecond || (a.key < b.key ? -1 : 1)).slice(0, most);
}

/** Of one pod, space and rank, whatever other labels there are. */
function placeOf({ __name__: _, ...labels }: Readonly<Record<string, string>>): string {
  return JSON.stringify(Object.entries(labels).sort(([one], [other]) => (one < other ? -1 : 1)));
}

function keyOf(space: string | undefined, number: number | undefined): string | undefined {
  return space !== undefined && spacePattern.test(space) && number !== undefined && Number.isSafeInteger(number) && number >= 0
    ? `${space}:${number}`
    : undefined;
}
