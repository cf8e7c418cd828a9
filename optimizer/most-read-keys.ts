/** The keys of a cache that are read most, out of what its pods tell by rank: summaries of parts are merged by adding them (Agarwal and others, "Mergeable summaries", ACM TODS 38(4), 2013). */
import type { CacheUse } from './measured';
import type { LabelledSeries } from './ports';

/** As many as may be kept warm. */
const most = 100;
/** What a key may begin with. */
const spacePattern = /^[A-Za-z][\w.-]{0,80}$/;

export interface KeyMetrics {
  /** Name of the metric whose value is the number of a key, and of the one with its reads a second. */
  readonly key: string;
  readonly reads: string;
}

export function mostReadKeys(series: readonly LabelledSeries[], names: KeyMetrics): CacheUse['keys'] {
  const reads = new Map(valuesOf(series, names.reads).map(({ labels, value }) => [placeOf(labels), value]));
  const sums = new Map<string, number>();
  for (const { labels, value } of valuesOf(series, names.key)) {
    const [key, rate] = [keyOf(labels['space'] ?? '', value), reads.get(placeOf(labels)) ?? Number.NaN];
    // a rank of which one half is not there is no key
    if (key !== undefined && rate > 0 && Number.isFinite(rate)) sums.set(key, (sums.get(key) ?? 0) + rate);
  }
  const keys = [...sums].map(([key, readsPerSecond]) => ({ key, readsPerSecond }));
  return keys.sort((a, b) => b.readsPerSecond - a.readsPerSecond || (a.key < b.key ? -1 : 1)).slice(0, most);
}

function valuesOf(series: readonly LabelledSeries[], name: string): readonly { readonly labels: LabelledSeries['labels']; readonly value: number }[] {
  return series.flatMap(({ labels, samples }) => (labels['__name__'] === name ? [{ labels, value: samples[0]?.value ?? Number.NaN }] : []));
}

/** Of one pod, space and rank, whatever other labels there are. */
function placeOf({ __name__: _, ...labels }: Readonly<Record<string, string>>): string {
  return JSON.stringify(Object.entries(labels).sort(([one], [other]) => (one < other ? -1 : 1)));
}

function keyOf(space: string, number: number): string | undefined {
  return spacePattern.test(space) && Number.isSafeInteger(number) && number >= 0 ? `${space}:${number}` : undefined;
}
