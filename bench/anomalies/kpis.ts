/** Labelled series of a folder with `kpi/*.csv.gz` of `timestamp,value,label`, on an even grid. */
import { columnsOf, csvFiles } from './csv-files';

export interface Kpi {
  readonly name: string;
  readonly values: Float64Array;
  readonly labels: Float64Array;
  /** Number of rows of a day. */
  readonly day: number;
}

export function kpisOf(folder: string): readonly Kpi[] {
  return csvFiles(folder, 'kpi').map(({ name, path }) => {
    const columns = columnsOf(path);
    const [times, values, labels] = ['timestamp', 'value', 'label'].map((column) => columns.get(column) ?? new Float64Array(0));
    return { name, ...onGrid(times ?? new Float64Array(0), values ?? new Float64Array(0), labels ?? new Float64Array(0)) };
  });
}

/** Rows on a grid of the most frequent distance between two of them; a missing row becomes a gap without a label. */
function onGrid(times: Float64Array, values: Float64Array, labels: Float64Array): Omit<Kpi, 'name'> {
  const order = Array.from(times.keys()).sort((a, b) => (times[a] ?? 0) - (times[b] ?? 0));
  const sorted = Float64Array.from(order, (row) => times[row] ?? Number.NaN);
  const steps = sorted.slice(1).map((at, index) => at - (sorted[index] ?? at));
  const step = steps.filter((one) => one > 0).sort()[Math.floor(steps.length / 2)] ?? 60;
  const start = sorted[0] ?? 0;
  const length = Math.round(((sorted.at(-1) ?? start) - start) / step) + 1;
  const grid = { values: new Float64Array(length).fill(Number.NaN), labels: new Float64Array(length) };
  for (const row of order) {
    const place = Math.round(((times[row] ?? 0) - start) / step);
    grid.values[place] = values[row] ?? Number.NaN;
    grid.labels[place] = labels[row] ?? 0;
  }
  return { ...grid, day: Math.round(86_400 / step) };
}
