/** Hosts of a folder with `smd/` and `asd/`: `<host>_train` has one column for each metric, `<host>_test` has the same columns and a last one `label`. */
import type { Matrix } from '../../optimizer/timeseries/forest/bins';
import { columnsOf, csvFiles } from './csv-files';

export interface Host {
  readonly set: string;
  readonly name: string;
  /** Seconds between two rows. */
  readonly step: number;
  readonly train: Matrix;
  readonly test: Matrix;
  readonly labels: Float64Array;
}

/** Seconds between two rows, by folder. */
const steps = { smd: 60, asd: 300 } as const;

export function hostsOf(folder: string): readonly Host[] {
  return Object.entries(steps).flatMap(([set, step]) => {
    const files = csvFiles(folder, set);
    return files.flatMap(({ name, path }) => {
      const train = files.find((other) => other.name === name.replace(/_test$/, '_train'));
      return name.endsWith('_test') && train !== undefined ? [hostOf({ set, name: name.replace(/_test$/, ''), step }, train.path, path)] : [];
    });
  });
}

function hostOf(named: Pick<Host, 'set' | 'name' | 'step'>, train: string, test: string): Host {
  const labelled = columnsOf(test);
  const metrics = [...labelled.keys()].filter((name) => name !== 'label');
  return { ...named, train: matrixOf(columnsOf(train), metrics), test: matrixOf(labelled, metrics), labels: labelled.get('label') ?? new Float64Array(0) };
}

function matrixOf(columns: ReadonlyMap<string, Float64Array>, metrics: readonly string[]): Matrix {
  const found = metrics.map((name) => columns.get(name) ?? new Float64Array(0));
  const rows = found[0]?.length ?? 0;
  const values = new Float64Array(rows * found.length);
  for (const [column, of] of found.entries()) for (let row = 0; row < rows; row += 1) values[row * found.length + column] = of[row] ?? Number.NaN;
  return { rows, columns: found.length, values };
}
