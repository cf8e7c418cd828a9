/** The audit as one self-contained HTML file, without scripts, fonts or pictures. */
import { escaped } from '../../../command-line/escaped';
import type { AuditResult } from '../audit';
import type { Evidence } from '../verdict';
import { countsText, headline, introduction, rowGroups, type Row, type RowGroup } from './rows';
import { style } from './style';

/** Lines of evidence that are shown; further ones are folded. */
const shownEvidence = 3;

export function htmlReport(result: AuditResult): string {
  const title = escaped(headline(result));
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${style}</style>
</head>
<body>
<h1>${title}</h1>
${introduction.map((text) => `<p>${marked(text)}</p>`).join('\n')}
<p class="counts">${escaped(countsText(result))}</p>
${rowGroups(result).map(section).join('\n')}
</body>
</html>
`;
}

function section({ title, rows }: RowGroup): string {
  return `<h2>${escaped(title)}</h2>
<table>
<thead><tr><th>id</th><th>level</th><th>status</th><th>control</th><th>evidence</th></tr></thead>
<tbody>
${rows.map(line).join('\n')}
</tbody>
</table>`;
}

function line({ id, level, status, title, ...rest }: Row): string {
  const badge = `<span class="status ${status.replace(' ', '-')}">${status}</span>`;
  return `<tr id="${escaped(id)}"><td class="id">${escaped(id)}</td><td>${level}</td><td>${badge}</td><td>${escaped(title)}</td><td>${details(rest)}</td></tr>`;
}

function details({ evidence, problems, note }: Pick<Row, 'evidence' | 'problems' | 'note'>): string {
  const items = evidence.map((one) => `<li>${item(one)}</li>`).join('');
  const list = `<ul>${items}</ul>`;
  return [
    ...problems.map((problem) => `<p class="problem">${escaped(problem)}</p>`),
    evidence.length > shownEvidence ? `<details><summary>${evidence.length} observations</summary>${list}</details>` : evidence.length > 0 ? list : '',
    note === undefined ? '' : `<p class="note">${escaped(note)}</p>`,
  ].join('');
}

function item({ subject, property, value, file }: Evidence): string {
  return `${escaped(subject)}: <code>${escaped(property)}</code> = <code>${escaped(value)}</code> <span class="file">${escaped(file)}</span>`;
}

/** HTML of a text that contains `code`. */
function marked(text: string): string {
  return escaped(text).replaceAll(/`([^`]+)`/g, '<code>$1</code>');
}
