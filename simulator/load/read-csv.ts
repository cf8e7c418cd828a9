/** A recorded load from CSV: a column of times and one of values. Everything wrong with the file is told at once, with its line. */
import type { Load } from './load';
import { LoadError } from './load-error';
import { onGrid, type Row } from './on-grid';

export interface CsvOptions {
  /** How problems and tables name it. */
  readonly name: string;
  /** Column of values. @default value */
  readonly column?: string;
}

const timeColumn = 'timestamp';

/** @throws LoadError with the problems of all lines */
export function readCsv(text: string, { name, column = 'value' }: CsvOptions): Load {
  const lines = text
    .replace(/^\ufeff/, '')
    .split('\n')
    .map((line) => line.trim());
  const header = cellsOf(lines[0] ?? '');
  const [timeAt, valueAt] = [header.indexOf(timeColumn), header.indexOf(column)];
  const missing = [timeColumn, column].filter((title) => !header.includes(title));
  if (missing.length > 0) throw new LoadError(missing.map((title) => `${name}:1: must have a column "${title}", received "${header.join(',')}"`));
  const rows = lines.flatMap((line, index) => (index === 0 || line === '' ? [] : [{ cells: cellsOf(line), line: index + 1 }]));
  const read = rows.map(({ cells, line }): Row => ({ line, time: secondsOf(cells[timeAt] ?? ''), value: numberOf(cells[valueAt] ?? '') }));
  const problems = [...read.flatMap((row) => illegible(row, name, column)), ...disorder(read, name)];
  if (read.length < 2) problems.push(`${name}: must have at least two rows, received ${read.length}`);
  if (problems.length > 0) throw new LoadError(problems);
  return onGrid(read, name);
}

function illegible({ line, time, value }: Row, name: string, column: string): readonly string[] {
  const problems: string[] = [];
  if (Number.isNaN(time))
    problems.push(
      `${name}:${line}: ${timeColumn} must be a date such as 2026-01-31T10:00:00Z, or seconds, milliseconds, microseconds or nanoseconds since 1970`,
    );
  if (!(value >= 0 && value < Infinity))
    problems.push(`${name}:${line}: ${column} must be a number that is not negative, received ${Number.isNaN(value) ? 'none' : value}`);
  return problems;
}

function disorder(rows: readonly Row[], name: string): readonly string[] {
  return rows.flatMap(({ line, time }, index) => {
    const before = rows[index - 1];
    return before !== undefined && time <= before.time ? [`${name}:${line}: must be later than the line before`] : [];
  });
}

/** Spreadsheets quote what they like; no time and no number has a comma inside. */
function cellsOf(line: string): readonly string[] {
  return line.split(',').map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'));
}

function numberOf(cell: string): number {
  return cell.trim() === '' ? Number.NaN : Number(cell);
}

/** Times without a zone are UTC. A number tells its unit by its size: 1e11 s is the year 5138, and the same number of milliseconds 1973. */
function secondsOf(cell: string): number {
  const number = numberOf(cell);
  if (!Number.isNaN(number)) return number < 1e11 ? number : number / (number < 1e14 ? 1e3 : number < 1e17 ? 1e6 : 1e9);
  const zoned = /([zZ]|[+-]\d\d:?\d\d)$/.test(cell) ? cell : `${cell.replace(' ', 'T')}Z`;
  return Date.parse(zoned) / 1000;
}
