/** The audit as a table for a terminal. */
import type { AuditResult } from '../audit';
import { countsText, evidenceText, headline, rowGroups, type Row } from './rows';

const widths = { id: 40, level: 3, status: 16 };
const longest = 110;

/** The table, without a line break at its end. */
export function terminalTable(result: AuditResult): string {
  const groups = rowGroups(result).flatMap(({ title, rows }) => ['', title, ...rows.flatMap(lines)]);
  return [`${headline(result)}: ${countsText(result)}`, line('id', 'lvl', 'status', 'evidence'), ...groups].join('\n');
}

function lines(row: Row): readonly string[] {
  const [first] = row.evidence;
  const more = row.evidence.length > 1 ? ` (+${row.evidence.length - 1})` : '';
  const evidence = first === undefined ? (row.note ?? '') : `${cut(evidenceText(first))}${more}`;
  return [line(row.id, row.level, row.status, cut(evidence)), ...row.problems.map((problem) => `    ! ${problem}`)];
}

function line(id: string, level: string, status: string, evidence: string): string {
  return `${id.padEnd(widths.id)}${level.padEnd(widths.level + 1)}${status.padEnd(widths.status)}${evidence}`;
}

function cut(text: string): string {
  return text.length > longest ? `${text.slice(0, longest - 3)}...` : text;
}
