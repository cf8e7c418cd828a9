/** `histogram_quantile` of classic histograms (Prometheus, promql/quantile.go, `BucketQuantile`). */

export interface Bucket {
  readonly upperBound: number;
  /** Cumulative count at or below the bound. */
  readonly count: number;
}

/** Counts that differ by less than this share of their sum count as equal; the difference is a rounding error. */
const smallDelta = 1e-12;

/** NaN without a last bucket of +Inf, with fewer than two buckets, and without observations. @param quantile from 0 to 1 */
export function bucketQuantile(quantile: number, unordered: readonly Bucket[]): number {
  const buckets = monotonic(coalesced([...unordered].sort((one, other) => one.upperBound - other.upperBound)));
  const last = buckets.at(-1);
  if (last?.upperBound !== Infinity || buckets.length < 2 || !(last.count > 0)) return Number.NaN;
  const rank = quantile * last.count;
  const index = buckets.findIndex(({ count }) => count >= rank);
  const found = buckets[index];
  return found === undefined || found === last ? (buckets.at(-2)?.upperBound ?? Number.NaN) : between(buckets[index - 1], found, rank);
}

/** Linear interpolation between the previous bound (or zero) and the bound of the bucket. */
function between(before: Bucket | undefined, { upperBound, count }: Bucket, rank: number): number {
  if (before === undefined && upperBound <= 0) return upperBound;
  const { upperBound: start, count: below } = before ?? { upperBound: 0, count: 0 };
  return start + (upperBound - start) * ((rank - below) / (count - below));
}

function coalesced(sorted: readonly Bucket[]): readonly Bucket[] {
  return sorted.reduce<readonly Bucket[]>((merged, bucket) => {
    const last = merged.at(-1);
    if (last?.upperBound !== bucket.upperBound) return [...merged, bucket];
    return [...merged.slice(0, -1), { upperBound: last.upperBound, count: last.count + bucket.count }];
  }, []);
}

function monotonic(sorted: readonly Bucket[]): readonly Bucket[] {
  let before: number | undefined;
  return sorted.map(({ upperBound, count }) => {
    const noise = before !== undefined && Math.abs(count - before) <= smallDelta * (Math.abs(count) + Math.abs(before));
    const counted = before !== undefined && (noise || count < before) ? before : count;
    before = counted;
    return { upperBound, count: counted };
  });
}
