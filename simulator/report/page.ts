/** The report of one load under several policies, as a self-contained HTML file without scripts, fonts or pictures. */
import { escaped } from '../../command-line/escaped';
import { cellsOf, dominated, titles } from '../outcome-table';
import type { Outcome } from '../simulate';
import { definitions } from './definitions';
import { htmlDocument } from './document';
import { frontierChart } from './frontier-chart';
import type { History } from './history';
import { replicasChart } from './replicas-chart';
import type { SurroundingsTable } from '../surroundings-table';
import { style } from './style';

export interface Played {
  readonly outcome: Outcome;
  readonly history: History;
}

export interface Report {
  /** One line about load, start-up and size. */
  readonly title: string;
  /** Paragraphs about what was drawn. */
  readonly notes: readonly string[];
  /** Seconds of the record. */
  readonly length: number;
  /** In the order in which they are shown. */
  readonly played: readonly Played[];
  /** Plain autoscalers with different targets, only for the chart of the frontier. */
  readonly plain: readonly Outcome[];
  /** What nodes, a quota and a release did. @default - there were none */
  readonly around?: SurroundingsTable | undefined;
}

export function reportPage({ title, notes, length, played, plain, around }: Report): string {
  const outcomes = played.map(({ outcome }) => outcome);
  const names = new Set(outcomes.map(({ name }) => name));
  const all = [...outcomes, ...plain.filter(({ name }) => !names.has(name))];
  const signals = [...new Set(played.flatMap(({ history }) => history.winners.map(([signal]) => signal)))].sort();
  const classOf = (signal: string): string => `s${signals.indexOf(signal) % 6}`;
  const most = Math.max(...played.flatMap(({ history }) => history.all.map(({ needed, ready }) => Math.max(needed, ready))), 1);
  const charts = played.map(
    ({
      outcome: { name, violations, costOverOracle },
      history,
    }) => `<div><h3>${escaped(name)}: ${violations.toFixed(2)} % at ${costOverOracle.toFixed(2)} ×</h3>
${replicasChart(history, { title: name, most, length, classOf })}</div>`,
  );
  const body = `${[verdict(all), ...notes].map((paragraph) => `<p>${escaped(paragraph)}</p>`).join('\n')}
<h2>Numbers</h2>
${table('Numbers of each policy', titles, outcomes.map(cellsOf))}
${around === undefined ? '' : `<h2>Nodes, quota, release and lost metrics</h2>\n${table('Nodes, quota, release and lost metrics', around.titles, around.rows)}\n<p>${escaped(around.legend)}</p>`}
<h2>Violations over cost</h2>
<div class="charts"><div>${frontierChart(all)}</div>
<p>Left costs less, down violates less: percent of requests above the target, over cost in times that of the clairvoyant. The broken line joins plain CPU autoscalers with targets of 40 to 75 %; red points are dominated.</p></div>
<h2>Pods over time</h2>
<div class="legend"><span><i class="need-key"></i>needed</span><span><i class="ready-key"></i>ready, at the worst moment</span><span><i class="missing-key"></i>pods missing</span></div>
<div class="charts">
${charts.join('\n')}
</div>
${signals.length === 0 ? '' : winnersOf(played, classOf)}
<h2>What the numbers mean</h2>
<dl>${definitions.map(([term, meaning]) => `<dt>${escaped(term)}</dt><dd>${escaped(meaning)}</dd>`).join('')}</dl>`;
  return htmlDocument(title, style, body);
}

function verdict(all: readonly Outcome[]): string {
  const losers = dominated(all);
  const ours = losers.includes('our policy')
    ? 'Our policy is dominated: another violates less at no more cost, or costs less without violating more.'
    : 'Our policy is not dominated.';
  return all.some(({ name }) => name === 'our policy') ? ours : losers.length === 0 ? 'None is dominated.' : `Dominated: ${losers.join(', ')}.`;
}

/** Wider than a phone: it scrolls by itself, by keyboard too. */
function table(label: string, columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const titleRow = columns.map((column) => `<th scope="col">${escaped(column)}</th>`).join('');
  return `<div class="table" role="region" aria-label="${escaped(label)}" tabindex="0"><table>
<thead><tr>${titleRow}</tr></thead>
<tbody>
${rows.map(row).join('\n')}
</tbody></table></div>`;
}

/** @param cells the first is the name of the policy */
function row(cells: readonly string[]): string {
  return `<tr${cells[0] === 'our policy' ? ' class="ours-row"' : ''}>${cells.map((cell) => `<td>${escaped(cell)}</td>`).join('')}</tr>`;
}

function winnersOf(played: readonly Played[], classOf: (signal: string) => string): string {
  return played
    .filter(({ history }) => history.winners.length > 0)
    .map(({ outcome, history }) => winnersOfOne(outcome.name, history.winners, classOf))
    .join('\n');
}

function winnersOfOne(name: string, winners: History['winners'], classOf: (signal: string) => string): string {
  const keys = winners.map(
    ([signal, percent]) => `<span><i class="${classOf(signal)}"></i>${escaped(signal)} ${percent.toFixed(percent < 1 ? 2 : 0)} %</span>`,
  );
  return `<h2>What ${escaped(name)} decided by</h2>
<p>The signal that asked for the most pods, in percent of the time; the lower band of its chart shows when. Of several that asked for as many the first counts.</p>
<div class="legend">${keys.join('')}</div>`;
}
