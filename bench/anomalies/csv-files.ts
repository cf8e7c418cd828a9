/** Labelled measurements of a data folder: CSV files of numbers with a header, gzipped or not. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** Paths of the `*.csv` and `*.csv.gz` of a folder, sorted by name; none if the folder does not exist. */
export function csvFiles(folder: string, kind: string): readonly { readonly name: string; readonly path: string }[] {
  const found = readdirSync(folder, { withFileTypes: true }).some((entry) => entry.isDirectory() && entry.name === kind) ? readdirSync(join(folder, kind)) : [];
  return found
    .filter((file) => /\.csv(\.gz)?$/.test(file))
    .sort()
    .map((file) => ({ name: file.replace(/\.csv(\.gz)?$/, ''), path: join(folder, kind, file) }));
}

/** Columns by their header. A cell that is not a number becomes a gap (NaN). */
export function columnsOf(path: string): ReadonlyMap<string, Float64Array> {
  const packed = readFileSync(path);
  const [header = '', ...lines] = (path.endsWith('.gz') ? gunzipSync(packed) : packed).toString('utf8').trim().split('\n');
  const names = header.trim().split(',');
  const columns = names.map(() => new Float64Array(lines.length).fill(Number.NaN));
  for (const [row, line] of lines.entries())
    for (const [column, cell] of line.split(',').entries()) {
      const values = columns[column];
      if (values !== undefined && cell.trim() !== '') values[row] = Number(cell);
    }
  return new Map(names.map((name, column) => [name, columns[column] ?? new Float64Array(0)]));
}
