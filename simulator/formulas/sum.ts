/**
 * Compensated summation (Neumaier, ZAMM 54, 1974), as in Prometheus. A ratio that is compared with a bound or rounded up may be exactly
 * on the bound, and then the last digit decides.
 */
export function sum(values: readonly number[]): number {
  let [total, lost] = [0, 0];
  for (const value of values) {
    const next = total + value;
    if (!Number.isFinite(next)) lost = 0;
    else lost += Math.abs(total) >= Math.abs(value) ? total - next + value : value - next + total;
    total = next;
  }
  return total + lost;
}
