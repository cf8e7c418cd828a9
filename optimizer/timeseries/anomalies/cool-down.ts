/** Reduces alarms to one an incident. */

/**
 * Rows whose score reaches `threshold`, except those within `rest` rows after another such row: values that stay unusual are one incident with one alarm, until `rest` rows in a row are usual.
 * @param louder a score so many times that of the last alarm is another alarm: what was a little unusual must not hide what comes of it. @default - it is the same incident, however high
 */
export function alarmsOf(scores: ArrayLike<number>, threshold: number, rest: number, louder = Number.POSITIVE_INFINITY): readonly number[] {
  const alarms: number[] = [];
  let [last, told] = [Number.NEGATIVE_INFINITY, Number.NaN];
  for (let row = 0; row < scores.length; row += 1) {
    const score = scores[row] ?? Number.NaN;
    if (!(score >= threshold)) continue;
    if (row - last > rest || score >= louder * told) {
      alarms.push(row);
      told = score;
    }
    last = row;
  }
  return alarms;
}

/**
 * The lowest of the given scores at which `usual` would have had at most so many alarms, and so would have had at each higher one: what it costs in false alarms is known before anything is judged by it.
 * Infinite where even the highest score is too many.
 */
export function quietThreshold(usual: Float64Array, most: number, rest: number): number {
  const candidates = [...new Set(usual.filter((score) => Number.isFinite(score)))].sort((a, b) => b - a);
  let found = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    if (alarmsOf(usual, candidate, rest).length > most) break;
    found = candidate;
  }
  return found;
}
