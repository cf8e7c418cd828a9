/** A recorded load from CSV: a column of times and one of values. All problems of the file are reported at once, with their lines. */
import type { Load } from './load';
import { LoadError } from './load-error';
import { numberOf, secondsOf } from './instant';
import { disorder, onGrid, type Row } from './on-grid';

export interface CsvOptions {
  /** Name of the load in problems and tables. */
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
  const unclear = [timeColumn, column].filter((title) => header.filter((one) => one === title).length !== 1);
  if (unclear.length > 0) throw new LoadError(unclear.map((title) => `${name}:1: must have one column "${title}", received ${shown(lines[0] ?? '')}`));
  const rows = lines.flatMap((line, index) => (index === 0 || line === '' ? [] : [{ cells: cellsOf(line), line: index + 1 }]));
  const read = rows.map(({ cells, line }): Row => ({ line, time: secondsOf(cells[timeAt] ?? ''), value: numberOf(cells[valueAt] ?? '') }));
  const problems = [
    ...ragged(rows, header.length, name),
    ...read.flatMap((row, index) => illegible(row, name, { title: column, cell: rows[index]?.cells[valueAt] ?? '' })),
    ...disorder(read, { name }),
  ];
  if (read.length < 2) problems.push(`${name}: must have at least two rows, received ${read.length}`);
  if (problems.length > 0) throw new LoadError(problems);
  return onGrid(read, { name });
}

/** Problems of lines with another number of cells than the header: `1,000` without quotes is two cells, so the columns would be ambiguous. */
function ragged(rows: readonly { readonly cells: readonly string[]; readonly line: number }[], columns: number, name: string): readonly string[] {
  return rows.flatMap(({ cells, line }) => (cells.length > columns ? [`${name}:${line}: must have at most ${columns} cells, received ${cells.length}`] : []));
}

/** The start of a text, for messages. */
function shown(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}

interface Read {
  readonly title: string;
  readonly cell: string;
}

function illegible({ line, time, value }: Row, name: string, { title, cell }: Read): readonly string[] {
  const problems: string[] = [];
  if (Number.isNaN(time))
    problems.push(
      `${name}:${line}: ${timeColumn} must be a date such as 2026-01-31T10:00:00Z, or seconds, milliseconds, microseconds or nanoseconds since 1970`,
    );
  if (!(value >= 0 && value < Infinity))
    problems.push(`${name}:${line}: ${title} must be a number that is not negative, received ${cell === '' ? 'none' : shown(cell)}`);
  return problems;
}

/** Cells of a line without quotes. No time and no number contains a comma, so a quoted comma needs no support. */
function cellsOf(line: string): readonly string[] {
  return line.split(',').map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'));
}
