/** Puts rows on a grid of equal steps, and reports rows that do not fit it. */
import { LoadError } from './load-error';
import { quantileOf, type Gap, type Load } from './load';

export interface Row {
  /** Line of the file, or number of the value in an answer of Prometheus; from 1. */
  readonly line: number;
  /** Seconds. */
  readonly time: number;
  readonly value: number;
}

/** Most values: two years at steps of ten seconds. More is a mistake, and they would be kept in memory. */
export const mostValues = 6_500_000;
/** Largest distance of a row from the grid, as a share of a step. */
const jitter = 0.25;

export interface GridOptions {
  /** Name of the load. */
  readonly name: string;
  /** What a row is called in problems. @default line */
  readonly unit?: 'line' | 'value';
  /** Seconds between rows. @default - the median distance of the rows */
  readonly step?: number;
}

/**
 * A gap is filled with the value before it.
 * @param rows at least two, each later than the one before
 * @throws LoadError with the rows that do not fit the grid
 */
export function onGrid(rows: readonly Row[], { name, unit = 'line', step = medianDistance(rows) }: GridOptions): Load {
  return placed(rows, { name, unit, step });
}

function placed(rows: readonly Row[], { name, unit, step }: Required<GridOptions>): Load {
  const start = rows[0]?.time ?? 0;
  const values: number[] = [];
  const gaps: Gap[] = [];
  const problems: string[] = [];
  for (const { line, time, value } of rows) {
    const position = (time - start) / step;
    const place = Math.round(position);
    const problem = misplaced(position, values.length, { step, unit });
    if (problem !== undefined) problems.push(`${placeOf(line, { name, unit })}: ${problem}`);
    if (place > mostValues) break;
    if (place > values.length) gaps.push({ from: values.length * step, steps: place - values.length });
    const last = values.at(-1) ?? 0;
    while (values.length < place) values.push(last);
    values[place] = value;
  }
  if (problems.length > 0) throw new LoadError(problems);
  return { name, step, values, gaps };
}

/** Problems of rows that are not later than the row before. */
export function disorder(rows: readonly Row[], { name, unit = 'line' }: Omit<GridOptions, 'step'>): readonly string[] {
  return rows.flatMap(({ line, time }, index) => {
    const before = rows[index - 1];
    return before !== undefined && time <= before.time ? [`${placeOf(line, { name, unit })}: must be later than the ${unit} before`] : [];
  });
}

/** Where a row is: `load.csv:3`, or `load.json: value 3`. */
export function placeOf(line: number, { name, unit = 'line' }: Omit<GridOptions, 'step'>): string {
  return unit === 'line' ? `${name}:${line}` : `${name}: value ${line}`;
}

function medianDistance(rows: readonly Row[]): number {
  return quantileOf(
    rows.slice(1).map(({ time }, index) => time - (rows[index]?.time ?? 0)),
    0.5,
  );
}

function misplaced(position: number, next: number, { step, unit }: { readonly step: number; readonly unit: string }): string | undefined {
  const place = Math.round(position);
  if (place > mostValues) return `must be at most ${mostValues} steps of ${step} s after the first ${unit}; are all times in one unit?`;
  if (Math.abs(position - place) > jitter || place < next) return `must be a whole number of steps of ${step} s after the first ${unit}`;
  return undefined;
}
