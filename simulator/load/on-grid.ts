/** Puts rows on a grid of equal steps, and reports rows that do not fit it. */
import { LoadError } from './load-error';
import { quantileOf, type Gap, type Load } from './load';

export interface Row {
  /** Line of the file. */
  readonly line: number;
  /** Seconds. */
  readonly time: number;
  readonly value: number;
}

/** Most values: two years at steps of ten seconds. More is a mistake, and they would be kept in memory. */
const mostValues = 6_500_000;
/** Largest distance of a row from the grid, as a share of a step. */
const jitter = 0.25;

/**
 * The step is the median distance of rows. A gap is filled with the value before it.
 * @param rows at least two, each later than the one before
 * @throws LoadError with the lines that do not fit the grid
 */
export function onGrid(rows: readonly Row[], name: string): Load {
  const start = rows[0]?.time ?? 0;
  const step = quantileOf(
    rows.slice(1).map(({ time }, index) => time - (rows[index]?.time ?? 0)),
    0.5,
  );
  const values: number[] = [];
  const gaps: Gap[] = [];
  const problems: string[] = [];
  for (const { line, time, value } of rows) {
    const position = (time - start) / step;
    const place = Math.round(position);
    const problem = misplaced(position, values.length, step);
    if (problem !== undefined) problems.push(`${name}:${line}: ${problem}`);
    if (place > mostValues) break;
    if (place > values.length) gaps.push({ from: values.length * step, steps: place - values.length });
    const last = values.at(-1) ?? 0;
    while (values.length < place) values.push(last);
    values[place] = value;
  }
  if (problems.length > 0) throw new LoadError(problems);
  return { name, step, values, gaps };
}

function misplaced(position: number, next: number, step: number): string | undefined {
  const place = Math.round(position);
  if (place > mostValues) return `must be at most ${mostValues} steps of ${step} s after the first line; are all times in one unit?`;
  if (Math.abs(position - place) > jitter || place < next) return `must be a whole number of steps of ${step} s after the first line`;
  return undefined;
}
