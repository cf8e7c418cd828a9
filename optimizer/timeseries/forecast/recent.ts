/** The level of a load near a step, despite gaps. */

/** The mean of the known values in the `width` steps that end with `now`; NaN when none is known. */
export function levelAt(values: Float64Array, now: number, width: number): number {
  let sum = 0;
  let count = 0;
  for (let index = Math.max(now - width + 1, 0); index <= now; index += 1) {
    const value = values[index] ?? Number.NaN;
    if (Number.isNaN(value)) continue;
    sum += value;
    count += 1;
  }
  return sum / count;
}

/** The last known value in the `width` steps that end with `now`; NaN when none is known. */
export function lastKnown(values: Float64Array, now: number, width: number): number {
  for (let index = now; index > now - width && index >= 0; index -= 1) {
    const value = values[index] ?? Number.NaN;
    if (!Number.isNaN(value)) return value;
  }
  return Number.NaN;
}
