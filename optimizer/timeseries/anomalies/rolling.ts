/** Means and spreads of the rows before each row, in one pass each. */

export interface Rolling {
  /** Of each row, the mean over `length` rows of which the newest is `ago` rows before it; NaN where none of them is known. */
  mean(length: number, ago: number): Float64Array;
  /** Of each row, the standard deviation over the `length` rows before it. */
  deviation(length: number): Float64Array;
}

export function rolling(values: Float64Array): Rolling {
  const [sums, squares] = [new Float64Array(values.length + 1), new Float64Array(values.length + 1)];
  const counts = new Int32Array(values.length + 1);
  // squares of what is far from 0 would drown its deviations
  const level = values.find((value) => Number.isFinite(value)) ?? 0;
  for (const [row, value] of values.entries()) {
    const off = Number.isFinite(value) ? value - level : 0;
    sums[row + 1] = (sums[row] ?? 0) + off;
    squares[row + 1] = (squares[row] ?? 0) + off * off;
    counts[row + 1] = (counts[row] ?? 0) + (Number.isFinite(value) ? 1 : 0);
  }
  const over = (of: Float64Array | Int32Array, row: number, { length, ago }: { readonly length: number; readonly ago: number }): number => {
    const until = Math.max(row - ago + 1, 0);
    return (of[until] ?? 0) - (of[Math.max(until - length, 0)] ?? 0);
  };
  const each = (of: (row: number) => number): Float64Array => Float64Array.from({ length: values.length }, (_, row) => of(row));
  return {
    mean: (length, ago) => each((row) => level + over(sums, row, { length, ago }) / over(counts, row, { length, ago })),
    deviation: (length) =>
      each((row) => {
        const span = { length, ago: 1 };
        const count = over(counts, row, span);
        return Math.sqrt(Math.max(over(squares, row, span) / count - (over(sums, row, span) / count) ** 2, 0));
      }),
  };
}

/** Mean, least and most of what is known around the same time of another day. */
export interface Band {
  readonly mean: Float64Array;
  readonly low: Float64Array;
  readonly high: Float64Array;
}

/** @param ago rows before each row @param around rows before and after that one */
export function bandOf(values: Float64Array, ago: number, around: number): Band {
  const [mean, low, high] = [0, 1, 2].map(() => new Float64Array(values.length).fill(Number.NaN)) as [Float64Array, Float64Array, Float64Array];
  for (let row = Math.max(ago - around, 0); row < values.length; row += 1) {
    let [sum, count, least, most] = [0, 0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (let place = Math.max(row - ago - around, 0); place <= row - ago + around && place < row; place += 1) {
      const value = values[place] ?? Number.NaN;
      if (!Number.isFinite(value)) continue;
      sum += value;
      count += 1;
      if (value < least) least = value;
      if (value > most) most = value;
    }
    if (count > 0) [mean[row], low[row], high[row]] = [sum / count, least, most];
  }
  return { mean, low, high };
}
