/** Features as bytes: split points are looked for among at most 255 values of a feature instead of all of them. */

/** Rows by columns, row after row. NaN marks an unknown value. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float64Array;
}

export interface Bins {
  /** For each column the upper edges of its bins but the last, ascending. */
  readonly edges: readonly Float64Array[];
  /** Column after column: bin of each row. Unknown values are in bin 0 with the lowest. */
  readonly codes: Uint8Array;
}

/** Bins that hold about the same number of rows each, so that splits are fine where the data is dense. `most` bins, 2 to 256. */
export function binned({ rows, columns, values }: Matrix, most = 255): Bins {
  const codes = new Uint8Array(rows * columns);
  const edges: Float64Array[] = [];
  const column = new Float64Array(rows);
  for (let feature = 0; feature < columns; feature += 1) {
    for (let row = 0; row < rows; row += 1) column[row] = values[row * columns + feature] ?? Number.NaN;
    const limits = edgesOf(column, most);
    for (let row = 0; row < rows; row += 1) codes[feature * rows + row] = binOf(limits, column[row] ?? Number.NaN);
    edges.push(limits);
  }
  return { edges, codes };
}

/** An edge lies midway between two neighbouring values, as in CART: a new value between them goes to the nearer side. */
function edgesOf(column: Float64Array, most: number): Float64Array {
  const sorted = column.filter((value) => !Number.isNaN(value)).sort();
  const distinct = sorted.filter((value, index) => index === 0 || value !== sorted[index - 1]);
  const source = distinct.length <= most ? distinct : sorted;
  const pieces = Math.min(most, distinct.length);
  const found: number[] = [];
  for (let piece = 1; piece < pieces; piece += 1) {
    const place = Math.floor((piece * source.length) / pieces);
    const edge = ((source[place - 1] ?? 0) + (source[place] ?? 0)) / 2;
    if (found.length === 0 || edge > (found.at(-1) ?? 0)) found.push(edge);
  }
  return Float64Array.from(found);
}

/** The first bin whose upper edge is not below `value`. */
export function binOf(edges: Float64Array, value: number): number {
  let low = 0;
  let high = edges.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (value > (edges[middle] ?? 0)) low = middle + 1;
    else high = middle;
  }
  return low;
}
