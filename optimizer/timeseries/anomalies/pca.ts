/** Principal components of usual rows: what they cannot rebuild is unlike them (Jackson and Mudholkar, 1979). */
import { type Matrix } from '../forest/bins';
import { known, unknown, type Outcome } from '../outcome';

export interface Components {
  /** How many directions are kept. */
  readonly kept: number;
  /** What of each column is left when the row at `offset` is rebuilt out of the kept directions, in deviations of the column. */
  residual(values: Float64Array, offset?: number): Float64Array;
}

/** @param share of the variance that is kept, from 0 to 1 */
export function fittedComponents({ rows, columns, values }: Matrix, share: number): Outcome<Components> {
  if (!(share > 0 && share < 1)) return unknown('invalid option', `share must be between 0 and 1, received ${share}`);
  if (rows < 2 || columns < 1) return unknown('not enough data', `two rows with a column are needed, received ${rows} rows with ${columns}`);
  if (values.some((value) => !Number.isFinite(value))) return unknown('invalid samples', 'values must be finite');
  const { means, deviations } = momentsOf({ rows, columns, values });
  const normalized = (from: Float64Array, offset: number): Float64Array =>
    Float64Array.from({ length: columns }, (_, column) => ((from[offset + column] ?? 0) - (means[column] ?? 0)) / (deviations[column] ?? 1));
  const covariance = new Float64Array(columns * columns);
  for (let row = 0; row < rows; row += 1) addProducts(covariance, normalized(values, row * columns), 1 / (rows - 1));
  const { vectors, variances } = symmetricDirections(covariance, columns);
  const total = variances.reduce((sum, variance) => sum + Math.max(variance, 0), 0);
  let [kept, explained] = [0, 0];
  while (kept < columns && explained < share * total) {
    explained += Math.max(variances[kept] ?? 0, 0);
    kept += 1;
  }
  const directions = vectors.slice(0, kept);
  return known({ kept, residual: (from, offset = 0) => withoutDirections(normalized(from, offset), directions) });
}

function momentsOf({ rows, columns, values }: Matrix): { readonly means: Float64Array; readonly deviations: Float64Array } {
  const means = new Float64Array(columns);
  const deviations = new Float64Array(columns);
  for (let row = 0; row < rows; row += 1)
    for (let column = 0; column < columns; column += 1) means[column] = (means[column] ?? 0) + (values[row * columns + column] ?? 0) / rows;
  for (let row = 0; row < rows; row += 1)
    for (let column = 0; column < columns; column += 1)
      deviations[column] = (deviations[column] ?? 0) + ((values[row * columns + column] ?? 0) - (means[column] ?? 0)) ** 2 / rows;
  // a column that was always the same has no deviation: a thousandth of its size is one, so that any change is seen
  return { means, deviations: deviations.map((variance, column) => Math.max(Math.sqrt(variance), 1e-3 * Math.abs(means[column] ?? 0), 1e-6)) };
}

function addProducts(sum: Float64Array, row: Float64Array, weight: number): void {
  const { length } = row;
  for (let one = 0; one < length; one += 1) {
    const a = (row[one] ?? 0) * weight;
    if (a !== 0) for (let other = 0; other < length; other += 1) sum[one * length + other] = (sum[one * length + other] ?? 0) + a * (row[other] ?? 0);
  }
}

function withoutDirections(row: Float64Array, directions: readonly Float64Array[]): Float64Array {
  for (const direction of directions) {
    let along = 0;
    for (let column = 0; column < row.length; column += 1) along += (row[column] ?? 0) * (direction[column] ?? 0);
    for (let column = 0; column < row.length; column += 1) row[column] = (row[column] ?? 0) - along * (direction[column] ?? 0);
  }
  return row;
}

/** Eigenvectors of a symmetric matrix by Jacobi's rotations, the largest eigenvalue first. */
function symmetricDirections(symmetric: Float64Array, size: number): { readonly vectors: readonly Float64Array[]; readonly variances: readonly number[] } {
  const matrix = symmetric.slice();
  const vectors = Array.from({ length: size }, (_, index) => Float64Array.from({ length: size }, (_none, column) => (column === index ? 1 : 0)));
  for (let sweep = 0; sweep < 60; sweep += 1) {
    let off = 0;
    for (let p = 0; p < size; p += 1) for (let q = p + 1; q < size; q += 1) off += (matrix[p * size + q] ?? 0) ** 2;
    if (off < 1e-18) break;
    for (let p = 0; p < size; p += 1) for (let q = p + 1; q < size; q += 1) rotate(matrix, vectors, p, q);
  }
  const order = Array.from({ length: size }, (_, index) => index).sort((a, b) => (matrix[b * size + b] ?? 0) - (matrix[a * size + a] ?? 0));
  return { vectors: order.map((index) => vectors[index] ?? new Float64Array(size)), variances: order.map((index) => matrix[index * size + index] ?? 0) };
}

function rotate(matrix: Float64Array, vectors: readonly Float64Array[], p: number, q: number): void {
  const size = vectors.length;
  const at = (row: number, column: number): number => matrix[row * size + column] ?? 0;
  const between = at(p, q);
  if (Math.abs(between) < 1e-300) return;
  const theta = (at(q, q) - at(p, p)) / (2 * between);
  const tangent = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const cosine = 1 / Math.sqrt(tangent * tangent + 1);
  const sine = tangent * cosine;
  for (let index = 0; index < size; index += 1) {
    const [one, other] = [at(index, p), at(index, q)];
    matrix[index * size + p] = cosine * one - sine * other;
    matrix[index * size + q] = sine * one + cosine * other;
  }
  for (let index = 0; index < size; index += 1) {
    const [one, other] = [at(p, index), at(q, index)];
    matrix[p * size + index] = cosine * one - sine * other;
    matrix[q * size + index] = sine * one + cosine * other;
  }
  const [first, second] = [vectors[p], vectors[q]];
  if (first === undefined || second === undefined) return;
  for (let index = 0; index < size; index += 1) {
    const [one, other] = [first[index] ?? 0, second[index] ?? 0];
    first[index] = cosine * one - sine * other;
    second[index] = sine * one + cosine * other;
  }
}
