/** Reduces alarms to one an incident. */

/** Rows whose score reaches `threshold`, except those within `rest` rows after another such row: values that stay unusual are one incident with one alarm, until `rest` rows in a row are usual. */
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
