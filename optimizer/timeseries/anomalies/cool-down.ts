/** One alarm an incident. */

/** Rows whose score reaches `threshold`, but none within `rest` rows of the last one that did: what stays unusual is one incident, told once, until it has been usual for `rest` rows. */
export function alarmsOf(scores: ArrayLike<number>, threshold: number, rest: number): readonly number[] {
  const alarms: number[] = [];
  let last = Number.NEGATIVE_INFINITY;
  for (let row = 0; row < scores.length; row += 1) {
    if (!((scores[row] ?? Number.NaN) >= threshold)) continue;
    if (row - last > rest) alarms.push(row);
    last = row;
  }
  return alarms;
}
