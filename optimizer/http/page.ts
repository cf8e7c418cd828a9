/** The page for people: rendered by the server, readable without JavaScript, and refreshed by a small script where JavaScript runs. */
import { createHash } from 'node:crypto';
import { keyOf, unitOfLoad } from '../config';
import { approvalState } from '../interventions/intervened';
import { freezeText } from '../interventions/record';
import type { Decision } from '../policies/policy';
import { proposalsOf } from '../proposals';
import type { WorkloadState } from '../workload-state';
import { daysAhead, type Reached } from '../outlook/reached';
import type { ServiceView } from './service-view';
import { loadChart } from './chart';
import { incidentRows } from './incident-rows';
import { requestTimeCells } from './request-time-rows';
import { trustChart } from './trust-chart';

/** Refreshes the content of `main`, unless the reader has the focus in it. */
const script = `setInterval(async()=>{const m=document.querySelector('main');if(m.contains(document.activeElement))return;try{const r=await fetch(location.pathname,{cache:'no-store'});
const d=new DOMParser().parseFromString(await r.text(),'text/html');m.replaceWith(d.querySelector('main'));document.getElementById('renewed').textContent='Renewed '+new Date().toISOString().slice(11,19)+' UTC';}
catch{document.getElementById('renewed').textContent='The optimizer does not answer; what is shown is old.';}},15000)`;

const style = `:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif;color:#1b1f24;background:#fff}body{max-width:60rem;margin:0 auto;padding:1rem}
a{color:#0b57a4}a:focus-visible,summary:focus-visible{outline:3px solid #0b57a4;outline-offset:2px}.skip{position:absolute;left:-99rem}.skip:focus{left:1rem}
section{border-top:1px solid #8c959f;margin-top:1.5rem}table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.2rem .6rem .2rem 0;vertical-align:top;border-bottom:1px solid #d0d7de}
caption,figcaption{text-align:left;font-weight:600;padding-top:.8rem}figure{margin:0}time,th[scope=row]{white-space:nowrap}td:last-child{min-width:12rem}.wide,pre{overflow-x:auto}svg{width:100%;height:auto}svg text{font-size:11px;fill:#424a53}.load{fill:none;stroke:#0b57a4;stroke-width:1.5}
.band{fill:#f2b134;fill-opacity:.45}.expected{fill:none;stroke:#8a5a00;stroke-width:2}.anomaly{fill:none;stroke:#b3261e;stroke-width:2.5}
.gain{fill:none;stroke:#8c959f;stroke-width:1.5}.grid{stroke:#d0d7de}.trusted{fill:#0b57a4}.untrusted{fill:#fff;stroke:#b3261e;stroke-width:2}.long{min-width:44rem}
@media (prefers-color-scheme:dark){:root{color:#e6edf3;background:#0d1117}a{color:#79c0ff}a:focus-visible,[tabindex]:focus-visible{outline-color:#79c0ff}th,td{border-color:#30363d}section{border-color:#6e7681}svg text{fill:#b1bac4}
.load{stroke:#79c0ff}.expected{stroke:#f2b134}.anomaly{stroke:#ff8f87}.grid{stroke:#30363d}.trusted{fill:#79c0ff}.untrusted{fill:#0d1117;stroke:#ff8f87}}`;

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** Content security policy: only this page's own style and script, and no request to another host. */
export const pagePolicy = `default-src 'none'; script-src ${hashOf(script)}; style-src ${hashOf(style)}; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => entities[character] ?? '');
const time = (at: number): string => `<time>${new Date(at * 1000).toISOString().slice(0, 16).replace('T', ' ')}</time>`;

export function pageOf(view: ServiceView): string {
  const { states, now } = view;
  const inForce = states.filter(({ published }) => (published?.validUntil ?? 0) > now).length;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>Optimizer</title><style>${style}</style></head>
<body><a class="skip" href="#workloads">To the workloads</a><header><h1>Optimizer</h1><p role="status" id="renewed">As of ${new Date(now * 1000).toISOString().slice(11, 19)} UTC</p></header>
<main id="workloads" tabindex="-1"><p>Published values are in force for ${inForce} of ${states.length} workloads.</p>${incidentsOf(view)}${aheadOf(view)}${saidOf(view)}${states.map((state) => workloadOf(state, now)).join('\n')}</main>
<footer><p>As data: <a href="/api/v1/openapi.json">its API</a>, <a href="/metrics">its metrics</a>. Times are UTC.</p></footer><script>${script}</script></body></html>
`;
}

function incidentsOf(view: ServiceView): string {
  const rows = incidentRows(view).map(({ at, state, causes, unusual, links }) => [
    time(at),
    escaped(state),
    causes.map((cause, place) => (place === 0 ? `<strong>${escaped(cause)}</strong>` : escaped(cause))).join('<br>'),
    unusual.map(escaped).join('<br>'),
    Object.entries(links)
      .map(([title, address]) => `<a href="${escaped(address)}">${title}</a>`)
      .join(' '),
  ]);
  return table('Incidents', ['Begin', 'State', 'Likely cause', 'Unusual', 'Look at'], rows);
}

function workloadOf(state: WorkloadState, now: number): string {
  const name = keyOf(state.settings);
  const unit = escaped(unitOfLoad(state.settings));
  const text = { name: escaped(name), unit };
  const parts = [
    `<h2>${escaped(name)}</h2>`,
    `<p>${escaped(standing(state, now))}</p>`,
    figure(`Load of the last day, ${unit}; a ring is an anomaly`, loadChart(state, text, 24)) ?? '<p>No load is known yet.</p>',
    figure('The last three hours, and what is expected with its 90 % interval', loadChart(state, text, 3)) ?? '',
    table(`Expected load, ${unit}`, ['Begin', 'Expected', 'From', 'To'], forecastRows(state)),
    table('Signals of the autoscaler, replicas', ['Signal', 'Asks for', ''], signalRows(state)),
    table('Anomalies', ['Begin', unit, 'Deviations'], anomalyRows(state)),
    table('Where the time of a request goes', ['Waits for', 'Now', 'Usually', 'Share', 'Calls', 'Usually'], requestTimeRows(state)),
    table('Now', ['Policy', 'Says', 'Confidence', 'Risk', 'Why'], outcomeRows(state)),
    table('Proposals that wait for a person', ['Policy', 'Change', 'Id'], proposalRows(state)),
    table('Changes of tunables', ['Begin', 'Policy', 'End', 'Why'], tuningRows(state)),
    table('Decisions before', ['When', 'Policy', 'Said', 'Why'], decisionRows(state)),
    table('What was learned, newest first', ['When', 'Because', 'Weights of the models', 'Intervals miss', 'Error before'], lessonRows(state)),
    figure('Trust: by how much each trial found the last day better; a ring was not enough', trustChart(state.verdicts, escaped(name))) ?? '',
    table('Trust, newest first', ['When', 'Trusted', 'Better by', 'Why'], trustRows(state)),
  ];
  return `<section>${parts.join('\n')}</section>`;
}

/** Nothing where nothing is watched. */
function aheadOf({ reached = [] }: ServiceView): string {
  if (reached.length === 0) return '';
  const date = (at: number): string => `<time>${new Date(at * 1000).toISOString().slice(0, 10)}</time>`;
  const between = ({ earliest, latest }: Reached): string =>
    earliest === undefined ? '' : `${date(earliest)} to ${latest === undefined ? 'later' : date(latest)}`;
  const rows = reached.map((one) => [
    escaped(one.what),
    shortNumber(one.now, one.unit),
    shortNumber(one.limit, one.unit),
    one.refused !== undefined
      ? 'not said'
      : one.limit === undefined
        ? 'never'
        : one.expected === undefined
          ? `not within ${daysAhead} days`
          : date(one.expected),
    between(one),
    escaped(one.refused ?? one.why),
  ]);
  return `<section><h2>What runs out</h2>${table('When what grows reaches what is there for it', ['What', 'Now', 'Limit', 'Reached', 'Nine in ten', 'Why'], rows)}</section>`;
}

const shortNumber = (value: number | undefined, unit: string): string => (value === undefined ? '' : `${Number(value.toPrecision(3))} ${escaped(unit)}`);

/** What people said, and how to say something: nothing where nobody may. */
function saidOf({ interventions, states, now }: ServiceView): string {
  if (interventions === undefined) return '';
  const { record, audience } = interventions;
  const freezes = record.freezes
    .filter(({ until }) => until === undefined || until > now)
    .map((one) => [time(one.at), escaped(one.workload ?? 'every workload'), 'frozen', escaped(freezeText(one))]);
  const approvals = record.approvals.map((one) => [
    time(one.at),
    escaped(one.workload),
    `${escaped(one.policy)}: approved (${approvalState(one, states, now)})`,
    escaped(`${JSON.stringify(one.tunables)} by ${one.by}${one.reason === undefined ? '' : `: ${one.reason}`}`),
  ]);
  const rejections = record.rejections.map((one) => [
    time(one.at),
    escaped(one.workload),
    `${escaped(one.policy)}: rejected`,
    escaped(`${one.value} by ${one.by}${one.reason === undefined ? '' : `: ${one.reason}`}`),
  ]);
  const newest = (rows: Rows): Rows => [...rows].reverse().slice(0, 20);
  const rows = [...newest(freezes), ...newest([...approvals, ...rejections].sort(([one = ''], [other = '']) => one.localeCompare(other)))];
  const line = `curl -X POST -H "Authorization: Bearer $(kubectl -n lyo-observability create token optimizer-NAME --audience ${audience})" -d '{"reason":"sale"}' http://localhost:8080/api/v1/freeze`;
  return `<section><h2>What people said</h2>${table('Freezes and answers', ['When', 'Workload', 'Said', 'What'], rows)}<h3>How to freeze, approve or reject</h3><p>With a token of a ServiceAccount that may; in place of <code>freeze</code>: <code>unfreeze</code>, <code>proposals/ID/approve</code>, <code>proposals/ID/reject</code>.</p><pre tabindex="0">${escaped(line)}</pre></section>`;
}

function standing({ blind, frozen, lacking, published, silent }: WorkloadState, now: number): string {
  if (blind !== undefined) return `The present load is not known: ${blind}`;
  if (silent !== undefined) return `Nothing is published: ${silent}`;
  if (frozen !== undefined) return `Nothing is decided: ${frozen}`;
  const words =
    published !== undefined && published.validUntil > now
      ? `Published: ${published.forecast} replicas, headroom ${published.headroom}.`
      : 'Nothing is in force.';
  return lacking === undefined ? words : `${words} Nothing has been learned: ${lacking}`;
}

const figure = (caption: string, chart: string | undefined): string | undefined =>
  chart === undefined ? undefined : `<figure><figcaption>${caption}</figcaption>${chart}</figure>`;

type Rows = readonly (readonly string[])[];

/** Nothing where there are no rows. Cells are HTML. */
function table(caption: string, heads: readonly string[], rows: Rows): string {
  if (rows.length === 0) return '';
  const head = heads.map((text) => (text === '' ? '<td></td>' : `<th scope="col">${text}</th>`)).join('');
  const body = rows.map(([first = '', ...others]) => `<tr><th scope="row">${first}</th>${others.map((cell) => `<td>${cell}</td>`).join('')}</tr>`).join('');
  // sentences beside other columns become one word wide on a phone; there the table is moved sideways
  const isLong = heads.length >= 4 && rows.some((cells) => cells.some((cell) => cell.length > 60));
  return `<div class="wide" role="region" aria-label="${caption}" tabindex="0"><table${isLong ? ' class="long"' : ''}><caption>${caption}</caption><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table></div>`;
}

const forecastRows = ({ forecasts }: WorkloadState): Rows =>
  forecasts.map(({ at, value, lower, upper }) => [time(at), value.toFixed(1), lower.toFixed(1), upper.toFixed(1)]);

const signalRows = ({ signals = [] }: WorkloadState): Rows =>
  signals.map(({ signal, replicas, wins }) => [escaped(signal), String(replicas), wins ? '<strong>wins</strong>' : '']);

const anomalyRows = ({ anomalies }: WorkloadState): Rows =>
  (anomalies?.found ?? []).slice(-5).map(({ at, load, deviations }) => [time(at), load.toFixed(1), deviations.toFixed(1)]);

const requestTimeRows = ({ requestTime }: WorkloadState): Rows => requestTimeCells(requestTime).map((cells) => cells.map(escaped));

function outcomeRows({ outcomes }: WorkloadState): Rows {
  return outcomes.map((outcome) =>
    outcome.kind === 'refusal'
      ? [escaped(outcome.policy), `nothing: ${outcome.because}`, '', '', escaped(outcome.why)]
      : [escaped(outcome.policy), wordOf(outcome), `${(100 * outcome.confidence).toFixed(0)} %`, outcome.risk, escaped(outcome.reasons.join('; '))],
  );
}

const wordOf = ({ value, acts }: Decision): string => `${String(Math.round(value * 100) / 100)}${acts ? '' : ' (advice)'}`;

function proposalRows(state: WorkloadState): Rows {
  return proposalsOf([state]).map(({ id, decision: { policy, tunables, sizing } }) => [
    escaped(policy),
    escaped(JSON.stringify(tunables ?? sizing)),
    `<code>${id}</code>`,
  ]);
}

function tuningRows({ tuning, untunable }: WorkloadState): Rows {
  const watched =
    tuning?.trial === undefined ? [] : [[time(tuning.trial.at), escaped(tuning.trial.policy), 'is watched', escaped(JSON.stringify(tuning.trial.after))]];
  const ended = (tuning?.finished ?? []).map(({ at, policy, outcome, why, confirmed }) => [
    time(at),
    escaped(policy),
    confirmed === false ? `${outcome}, and what it was blamed for went on` : outcome,
    escaped(why),
  ]);
  return [...(untunable === undefined ? [] : [['now', '', 'nothing is changed', escaped(untunable)]]), ...watched, ...ended.reverse()];
}

function decisionRows({ decisions }: WorkloadState): Rows {
  return decisions
    .slice(-20)
    .reverse()
    .map(({ at, outcome }) =>
      outcome.kind === 'decision'
        ? [time(at), escaped(outcome.policy), wordOf(outcome), escaped(outcome.reasons.join('; '))]
        : [time(at), escaped(outcome.policy), `nothing: ${outcome.because}`, escaped(outcome.why)],
    );
}

function trustRows({ verdicts }: WorkloadState): Rows {
  return verdicts
    .slice(-10)
    .reverse()
    .map(({ at, trusted, alone, gain, why }) => [time(at), trustWord(trusted, alone), `${(100 * gain).toFixed(1)} %`, escaped(why)]);
}

function trustWord(trusted: boolean, alone: number | undefined): string {
  if (trusted) return 'yes';
  return alone === undefined ? 'no' : `no; without it pods may be ${alone} times as full`;
}

const occasions = { first: 'nothing was known', regular: 'it was time', drift: 'the load became another' } as const;
const percent = (share: number): string => `${(100 * share).toFixed(0)} %`;

function lessonRows({ verdicts }: WorkloadState): Rows {
  const learned = verdicts.flatMap(({ at, lesson }) => (lesson === undefined ? [] : [{ at, lesson }]));
  return learned
    .slice(-10)
    .reverse()
    .map(({ at, lesson: { because, weights, missed, error } }) => {
      const models = Object.entries(weights).filter(([, weight]) => weight >= 0.005);
      const shares = models.sort(([, a], [, b]) => b - a).map(([model, weight]) => `${escaped(model)} ${percent(weight)}`);
      return [time(at), occasions[because], shares.join(', '), percent(missed), error === undefined ? '' : percent(error)];
    });
}
