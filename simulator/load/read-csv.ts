/** A recorded load from CSV: a column of times and one of values. Everything wrong with the file is told at once, with its line. */
import { quantileOf, type Gap, type Load } from './load';

export class LoadError extends Error {
  public constructor(public readonly problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'LoadError';
  }
}

export interface CsvOptions {
  /** How problems and tables name it. */
  readonly name: string;
  /** Column of values. @default value */
  readonly column?: string;
}

interface Row {
  readonly line: number;
  readonly time: number;
  readonly value: number;
}

const timeColumn = 'timestamp';
const mostProblems = 20;
/** A row that is further from the grid than this share of a step has no place in it. */
const jitter = 0.25;

/** @throws LoadError with the problems of all lines */
export function readCsv(text: string, { name, column = 'value' }: CsvOptions): Load {
  const lines = text.split('\n').map((line) => line.trim());
  const header = (lines[0] ?? '').split(',').map((title) => title.trim());
  const [timeAt, valueAt] = [header.indexOf(timeColumn), header.indexOf(column)];
  const missing = [timeColumn, column].filter((title) => !header.includes(title));
  if (missing.length > 0) throw new LoadError(missing.map((title) => `${name}:1: must have a column "${title}", received "${header.join(',')}"`));
  const problems: string[] = [];
  const rows = lines.flatMap((line, index) => (index === 0 || line === '' ? [] : [{ cells: line.split(','), line: index + 1 }]));
  const read = rows.map(({ cells, line }): Row => ({ line, time: secondsOf(cells[timeAt] ?? ''), value: numberOf(cells[valueAt] ?? '') }));
  for (const { line, time, value } of read) {
    if (Number.isNaN(time)) problems.push(`${name}:${line}: ${timeColumn} must be a date such as 2026-01-31T10:00:00Z, or seconds or milliseconds since 1970`);
    if (!(value >= 0)) problems.push(`${name}:${line}: ${column} must be a number that is not negative, received ${Number.isNaN(value) ? 'none' : value}`);
  }
  problems.push(...disorder(read, name));
  if (read.length < 2) problems.push(`${name}: must have at least two rows, received ${read.length}`);
  if (problems.length > 0) throw new LoadError(problems.slice(0, mostProblems));
  return onGrid(read, name);
}

function disorder(rows: readonly Row[], name: string): readonly string[] {
  return rows.flatMap(({ line, time }, index) => {
    const before = rows[index - 1];
    return before !== undefined && time <= before.time ? [`${name}:${line}: must be later than the line before`] : [];
  });
}

function onGrid(rows: readonly Row[], name: string): Load {
  const start = rows[0]?.time ?? 0;
  const distances = rows.slice(1).map(({ time }, index) => time - (rows[index]?.time ?? 0));
  const step = quantileOf(distances, 0.5);
  const values: number[] = [];
  const gaps: Gap[] = [];
  const problems: string[] = [];
  for (const { line, time, value } of rows) {
    const place = Math.round((time - start) / step);
    if (Math.abs(time - start - place * step) > jitter * step || place < values.length)
      problems.push(`${name}:${line}: must be a whole number of steps of ${step} s after the first line`);
    if (place > values.length) gaps.push({ from: values.length * step, steps: place - values.length });
    const last = values.at(-1) ?? 0;
    while (values.length < place) values.push(last);
    values[place] = value;
  }
  if (problems.length > 0) throw new LoadError(problems.slice(0, mostProblems));
  return { name, step, values, gaps };
}

function numberOf(cell: string): number {
  return cell.trim() === '' ? Number.NaN : Number(cell);
}

/** Times without a zone are UTC. Numbers of that size can only be milliseconds: as seconds they would be the year 5138. */
function secondsOf(cell: string): number {
  const number = numberOf(cell);
  if (!Number.isNaN(number)) return number >= 1e11 ? number / 1000 : number;
  const zoned = /([zZ]|[+-]\d\d:?\d\d)$/.test(cell) ? cell : `${cell.replace(' ', 'T')}Z`;
  return Date.parse(zoned) / 1000;
}
