/** Correlation of two series. */
import { known, unknown, type Outcome } from './outcome';

/** Pearson's correlation, from −1 to 1, over the steps where both are known. */
export function correlation(one: Float64Array, other: Float64Array): Outcome<number> {
  let [count, sumA, sumB, squareA, squareB, product] = [0, 0, 0, 0, 0, 0];
  for (const [index, a] of one.entries()) {
    const b = other[index] ?? Number.NaN;
    if (Number.isNaN(a) || Number.isNaN(b)) continue;
    count += 1;
    sumA += a;
    sumB += b;
    squareA += a * a;
    squareB += b * b;
    product += a * b;
  }
  if (count < 3) return unknown('all gaps', `a correlation needs three pairs of values, received ${count}`);
  const varianceA = squareA - (sumA * sumA) / count;
  const varianceB = squareB - (sumB * sumB) / count;
  // rounding leaves a small sum of squares for a constant series
  if (!(varianceA > 1e-12 * squareA && varianceB > 1e-12 * squareB)) return unknown('constant', 'a constant series has no correlation');
  return known(Math.min(Math.max((product - (sumA * sumB) / count) / Math.sqrt(varianceA * varianceB), -1), 1));
}
