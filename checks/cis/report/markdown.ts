/** The audit as Markdown, for reviews. */
import type { AuditResult } from '../audit';
import { countsText, evidenceText, headline, introduction, rowGroups, type Row, type RowGroup } from './rows';

export function markdownReport(result: AuditResult): string {
  const parts = [`# ${headline(result)}`, ...introduction, `**${countsText(result)}**`, ...rowGroups(result).map(table)];
  return `${parts.join('\n\n')}\n`;
}

function table({ title, rows }: RowGroup): string {
  return [`## ${title}`, '', '| id | level | status | control | evidence |', '|---|---|---|---|---|', ...rows.map(line)].join('\n');
}

function line(row: Row): string {
  const cells = [row.id, row.level, row.status === 'fail' ? '**fail**' : row.status, row.title, details(row)];
  return `| ${cells.join(' | ')} |`;
}

function details({ evidence, problems, note }: Row): string {
  return [
    ...problems.map((problem) => `**${escaped(problem)}**`),
    ...evidence.map((one) => `${code(evidenceText(one))} (${escaped(one.file)})`),
    ...(note === undefined ? [] : [`_${escaped(note)}_`]),
  ].join('<br>');
}

function code(text: string): string {
  return `\`${text.replaceAll('`', "'").replaceAll('|', '\\|')}\``;
}

/** Escapes characters that would end a table cell or start a tag. */
function escaped(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('<', '&lt;').replaceAll('*', '\\*');
}
