/** A review as one self-contained HTML file: no script, font or picture from elsewhere. */
import { escaped } from '../../command-line/escaped';
import { htmlDocument } from '../../simulator/report/document';
import { replicasChart } from '../../simulator/report/replicas-chart';
import { style } from '../../simulator/report/style';
import { picture, text, width } from '../../simulator/report/svg';
import type { Replay } from './replay';
import type { Review, ReviewedEnvironment, ReviewedObject } from './review-schema';

/** What a page shows beyond the review: curves, by the name of the environment. */
export type Curves = ReadonlyMap<string, readonly Replay[]>;

const more = `
.risk { display: inline-block; min-width: 5.5em; padding: 0 8px; border-radius: 4px; color: #fff; font-size: 13px; text-align: center; }
.refused { background: #b3261e; } .dangerous { background: #c2410c; } .restarts { background: #0072b2; } .behaviour { background: #5c6570; } .routine { background: #00785a; }
h3 { margin-top: 12px; } details { border-bottom: 1px solid var(--line); padding: 6px 0; } summary { cursor: pointer; overflow-wrap: anywhere; }
code { font: 13px/1.4 ui-monospace, monospace; overflow-wrap: anywhere; } ul { padding-left: 20px; } li { margin: 3px 0; }
.before { fill: var(--need); } .after { fill: var(--ready); } .table { margin-bottom: 14px; } .table td, .table th { white-space: normal; text-align: left; } del { color: var(--bad); } ins { color: var(--ours); text-decoration: none; }
`;

export function reviewPage(review: Review, curves: Curves = new Map()): string {
  const changed = review.environments.filter(({ objects, infrastructure }) => objects.length + infrastructure.length > 0);
  const title = `Review: ${review.base} to ${review.head}`;
  const body = `${between(review)}
${changed.length === 0 ? '<p>No generated file changes.</p>' : changed.map((environment) => section(environment, curves.get(environment.name) ?? [])).join('\n')}`;
  return htmlDocument(title, `${style}${more}`, body);
}

/** Number of files that are shown unfolded: the effect of the change must be visible at once. */
const few = 8;

function between({ merged, sources }: Review): string {
  const commits = merged.map(({ commit, subject }) => `<li><code>${escaped(commit)}</code> ${escaped(subject)}</li>`);
  const files = sources.map(({ file, lines }) => `<li><code>${escaped(file)}</code> ${escaped(lines.join(', '))}</li>`);
  return [
    ...(files.length === 0
      ? []
      : [`<details${files.length > few ? '' : ' open'}><summary>Changed by (${files.length})</summary><ul>${files.join('')}</ul></details>`]),
    ...(commits.length === 0 ? [] : [`<details><summary>What was merged (${commits.length})</summary><ul>${commits.join('')}</ul></details>`]),
  ].join('\n');
}

function section({ name, risk, why, objects, infrastructure, during, effect, answers }: ReviewedEnvironment, curves: readonly Replay[]): string {
  const answered = answers.map(({ question }): string => question);
  // what an answer says already stands there with both sides
  const compared = effect?.compared.filter(({ what, before, after }) => before !== after && !answered.includes(what)) ?? [];
  return `<h2>${badge(risk)} ${escaped(name)}</h2>
<p>${escaped(why)}</p>
${[...during.map((line) => `While it is released: ${line}`), ...(effect?.broken ?? []).map((line) => `Breaks ${line}`)].map((line) => `<p><strong>${escaped(line)}</strong></p>`).join('')}
${answers.length === 0 ? '' : answerTable(answers)}
${compared.length === 0 ? '' : table(compared)}
${charts(rolloutChart(effect))}${curves.length === 0 ? '' : playedTitle}${curves.map(replayCharts).map(charts).join('')}
<h3>Objects and fields</h3>
${objects.map(objectDetail).join('\n')}
${infrastructure.map(({ resource, change, risk: of, why: because, fields }) => detail({ of, head: `${change} infrastructure ${resource}`, because, fields })).join('\n')}`;
}

const playedTitle = `<h3>Loads, played through the policy before and after</h3>${legend({ need: 'pods that the load needs', ready: 'pods that are ready', missing: 'requests above the knee of latency' })}`;

function legend(keys: Partial<Readonly<Record<'need' | 'ready' | 'missing', string>>>): string {
  return `<div class="legend">${Object.entries(keys)
    .map(([key, what]) => `<span><i class="${key}-key"></i>${what}</span>`)
    .join('')}</div>`;
}

/** Values to compare are side by side. */
function charts(all: readonly string[]): string {
  return all.length === 0 ? '' : `<div class="charts">${all.map((chart) => `<div>${chart}</div>`).join('')}</div>`;
}

function badge(risk: string): string {
  return `<span class="risk ${risk}">${risk}</span>`;
}

function answerTable(answers: ReviewedEnvironment['answers']): string {
  const rows = answers.map(
    ({ question, answer, changes }) => `<tr><td>${escaped(question)}</td><td>${changes ? `<strong>${escaped(answer)}</strong>` : escaped(answer)}</td></tr>`,
  );
  return `<div class="table"><table><tbody>${rows.join('')}</tbody></table></div>`;
}

function table(compared: NonNullable<ReviewedEnvironment['effect']>['compared']): string {
  const rows = compared.map(({ what, before, after }) => `<tr><td>${escaped(what)}</td><td>${escaped(before)}</td><td>${escaped(after)}</td></tr>`);
  return `<div class="table"><table><thead><tr><th></th><th>before</th><th>after</th></tr></thead><tbody>${rows.join('')}</tbody></table></div>`;
}

function objectDetail({ object, change, risk, why, source, construct, fields }: ReviewedObject): string {
  const from = [source, construct].filter((one) => one !== undefined).join(', ');
  return detail({ of: risk, head: `${change} ${object}`, because: from === '' ? why : `${why} (from ${from})`, fields });
}

interface Detail {
  readonly of: string;
  readonly head: string;
  readonly because: string;
  readonly fields: readonly { readonly path: string; readonly before?: unknown; readonly after?: unknown; readonly reordered?: boolean }[];
}

function detail({ of, head, because, fields }: Detail): string {
  const rows = fields.map(({ path, before, after, reordered = false }) => {
    const told = reordered ? 'in another order, and the order matters here' : `${side('del', before)} ${side('ins', after)}`;
    return `<li><code>${escaped(path)}</code>: ${told}</li>`;
  });
  return `<details><summary>${badge(of)} ${escaped(head)}: ${escaped(because)}</summary><ul>${rows.join('')}</ul></details>`;
}

function side(tag: 'del' | 'ins', value: unknown): string {
  if (value === undefined) return '';
  return `<${tag}><code>${escaped(typeof value === 'string' ? value : JSON.stringify(value))}</code></${tag}>`;
}

const bar = 16;

/** How long it takes until all pods are replaced, at rest and at the maximum. */
function rolloutChart(effect: ReviewedEnvironment['effect']): readonly string[] {
  const rollouts = effect?.rollouts ?? [];
  if (rollouts.length === 0) return [];
  const most = Math.max(...rollouts.flatMap(({ seconds }) => seconds), 1);
  const x = (seconds: number): number => (seconds / most) * (width - 70);
  const rows = rollouts.flatMap(({ object, pods, seconds }, index) => {
    const top = 14 + index * 3 * bar;
    return [
      text(0, top, `${object}: ${pods[0]} to ${pods[1]} pods`),
      ...seconds.map((one, at) => {
        const y = top + 4 + at * (bar - 3);
        return `<rect class="${at === 0 ? 'before' : 'after'}" x="0" y="${y}" width="${Math.max(1, x(one)).toFixed(1)}" height="${bar - 5}"/>${text(x(one) + 4, y + 9, `${one} s`)}`;
      }),
    ];
  });
  return [
    `<h3>Seconds of a rollout</h3>${legend({ need: 'at rest', ready: 'at the maximum' })}${picture(rollouts.length * 3 * bar + 6, 'seconds of each rollout', rows)}`,
  ];
}

function replayCharts({ workload, load, before, after, histories, length }: Replay): readonly string[] {
  const most = Math.max(...histories.flatMap(({ all }) => all.map(({ needed, ready }) => Math.max(needed, ready))), 1);
  return (
    [
      ['before', before],
      ['after', after],
    ] as const
  ).map(([when, { violations, podHours }], index) => {
    const history = histories[index];
    const title = `${workload}, ${load}, ${when}: ${violations} % above the knee, ${podHours} pod-hours`;
    if (history === undefined) return '';
    return `<h3>${escaped(title)}</h3>${replicasChart(history, { title, most, length, classOf: () => 's1' })}`;
  });
}
