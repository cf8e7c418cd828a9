/** How far each value of many series is from the recent mean of its own series: what moves slowly is usual, whatever its level. */
import { type Matrix } from '../forest/bins';

/** The row before is left out of the mean: what begins within a row must not hide itself. */
const lag = 1;

/** A value minus the mean of its column's last `window` rows, the newest of them left out; 0 where a value, or all of its past, is not known. @param window rows */
export function deviations({ rows, columns, values }: Matrix, window: number): Matrix {
  const found = new Float64Array(rows * columns);
  for (let column = 0; column < columns; column += 1) {
    let [sum, count] = [0, 0];
    const add = (row: number, sign: 1 | -1): void => {
      const value = row < 0 ? Number.NaN : (values[row * columns + column] ?? Number.NaN);
      if (!Number.isFinite(value)) return;
      sum += sign * value;
      count += sign;
    };
    for (let row = 0; row < rows; row += 1) {
      add(row - 1 - lag, 1);
      add(row - 1 - lag - window, -1);
      const off = (values[row * columns + column] ?? Number.NaN) - sum / count;
      if (count > 0 && Number.isFinite(off)) found[row * columns + column] = off;
    }
  }
  return { rows, columns, values: found };
}
