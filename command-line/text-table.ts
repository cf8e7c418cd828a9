/** Rows of text in columns, each as wide as its widest cell. */

export type StandsRight = (cell: string, column: number) => boolean;

/** Aligns all columns after the first to the right. */
const afterTheFirst: StandsRight = (_, column) => column > 0;
/** Aligns cells with whole numbers to the right. */
export const wholeNumbers: StandsRight = (cell) => /^\d+$/.test(cell);

/** @param standsRight which cells are aligned to the right */
export function textTable(rows: readonly (readonly string[])[], standsRight: StandsRight = afterTheFirst): readonly string[] {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const placed = (cell: string, column: number): string => (standsRight(cell, column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0));
  return rows.map((row) => row.map(placed).join('  ').trimEnd());
}
