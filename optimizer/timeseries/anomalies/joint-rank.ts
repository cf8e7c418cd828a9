/** One score out of several: each is compared with what it gave on usual rows, because a deviation, an error and a path length have no unit in common. */
import { quantile } from '../quantile';

/** How rare a score is among usual ones: tens of which power of ten one in so many is. */
export type Rarity = (score: number) => number;

/**
 * −log₁₀ of the share of usual scores that are as high. Beyond the last of them the tail goes on as it fell over its last decade, so that two scores that were both never seen still differ.
 * @param beyond share of usual scores that are left to the tail
 */
export function rarityAmong(usual: Float64Array, beyond = 0.001): Rarity {
  const sorted = usual.filter((score) => Number.isFinite(score)).sort();
  const count = sorted.length;
  if (count < 20) return () => 0;
  const last = Math.max(1 / count, beyond);
  const edge = quantile(sorted, 1 - last);
  const decade = Math.max(edge - quantile(sorted, 1 - 10 * last), 1e-9 * Math.abs(edge), 1e-12);
  return (score) => {
    if (!Number.isFinite(score)) return 0;
    if (score > edge) return -Math.log10(last) + (score - edge) / decade;
    return -Math.log10((count - below(sorted, score) + 1) / (count + 1));
  };
}

/** How many are lower. */
function below(sorted: Float64Array, score: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? 0) < score) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The weighted mean of rarities, none of which may speak for all of them alone beyond `most`. */
export function jointRank(rarities: readonly { readonly weight: number; readonly rarity: number }[], most = 12): number {
  const total = rarities.reduce((sum, { weight }) => sum + weight, 0);
  return total > 0 ? rarities.reduce((sum, { weight, rarity }) => sum + weight * Math.min(rarity, most), 0) / total : 0;
}
