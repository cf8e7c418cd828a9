/** Integer arithmetic of Go on amd64. Counts in the controller are int32, amounts are int64 thousandths. */

const lowest = -(2 ** 31);

/** `int32(value)` of a float: truncated towards zero; a value that does not fit becomes the lowest int32, so an absurdly large proposal scales in (Go specification, "Conversions"). */
export function int32(value: number): number {
  return value > lowest - 1 && value < 2 ** 31 ? Math.trunc(value) | 0 : lowest;
}

/** Sum of two int32 with overflow. */
export function sum32(one: number, other: number): number {
  return (one + other) | 0;
}

/** `part * percent / whole` in int64, truncated towards zero. BigInt, because a double is not exact beyond 2^53. */
export function share(part: number, percent: number, whole: number): number {
  const product = part * percent;
  if (Math.abs(product) <= Number.MAX_SAFE_INTEGER) return Math.trunc(product / whole);
  return Number(BigInt.asIntN(64, BigInt(part) * BigInt(percent)) / BigInt(whole));
}
