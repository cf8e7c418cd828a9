import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { dashboards, tunables, tunablesOf } from '../../config/names';
import { jobs } from '../../config/telemetry';
import { devTuned } from '../../test/fixtures/tuned';
import { startAlertChain, type AlertChain } from '../alerts/alert-chain';
import { knownAlerts } from '../alerts/alertmanager-api';
import { edgeSeries } from '../alerts/edge-series';
import { hastened } from '../alerts/hastened';
import { pagesIn, ticketOf, ticketsIn, type Ticket } from '../alerts/messages';
import { operationSeries } from '../alerts/operation-series';
import { perSecond, PlayedSpans } from '../alerts/played-spans';
import { workload, type TimedSeries } from '../alerts/timed-series';
import type { Cluster } from '../cluster/cluster';
import { generatedSettings } from '../optimizer/generated-settings';
import { startOptimizer } from '../optimizer/optimizer-process';
import { clusterWith } from '../platform/applied-cluster';
import { shipped } from '../platform/environment';
import { Manifests } from '../platform/manifests';
import { backfill } from '../prometheus/backfilled';
import { freePort } from '../processes/free-ports';
import type { Running } from '../processes/process';
import type { Scenario, ScenarioContext } from '../runner/scenario';
import { CLUSTER_PROGRAMS } from '../toolchain/components';
import { startLoopbackJaeger, type LoopbackJaeger } from '../tracing/loopback';
import { newTraceId, sendSpans } from '../tracing/otlp';
import { eventually, holds } from '../waiting/assertions';

const environment = hastened({ ...devTuned, alerting: { ...shipped('prod').alerting, objectives: devTuned.alerting.objectives } });
const routingKey = 'the-key-of-the-service';
const root = join(__dirname, '..', '..');
/** Seconds that are usual, before anything is started. */
const past = 3700;
/** Seconds of a database's answer. */
const [quick, slow] = [0.004, 0.4];
/** What the optimizer changed some minutes before. */
const changed = { poolSize: 12 };

/** Alerts that belong together reach people as one message, with the cause and where to look. */
export const scenario: Scenario = {
  name: 'incident-alert',
  title:
    'alerting thirty times faster than shipped, a database becomes slow: the real optimizer sees it in the real Prometheus, whose generated rule tells the generated Alertmanager: one ticket for all that is unusual, with ranked causes, the change before, and a panel, traces and a runbook that are there; its end is told too',
  tags: ['full'],
  needs: [...CLUSTER_PROGRAMS, 'prometheus', 'alertmanager', 'jaeger'],
  timeout: '1500s',
  async run(context) {
    const { processes } = context;
    const manifests = Manifests.of(environment);
    const cluster = await clusterWith(context, manifests);
    const jaeger = await startLoopbackJaeger({ processes, environment });
    await changedBefore(cluster);
    const spans = await PlayedSpans.start(shop(quick), Math.floor(Date.now() / 1000) - past);
    const folder = processes.scratchFolder('prometheus');
    await backfill(processes.scratchFolder('history'), join(folder, 'data'), spans.past());
    const port = await freePort();
    const targets = {
      [jobs.gateway]: [spans.target],
      [jobs.optimizer]: [{ address: `127.0.0.1:${port}`, labels: { instance: 'optimizer-0' } }],
    };
    const chain = await startAlertChain({ processes, environment, routingKey, targets, folder });
    try {
      const settings = await generatedSettings({ context, cluster, manifests, prometheus: chain.prometheus.url });
      const optimizer = await startOptimizer(processes, port, { ...settings, tick: 10 });
      const stage = { context, chain, spans, jaeger, optimizer };
      await isUsual(stage);
      const incident = await oneTicket(stage);
      await linksLead(stage, incident);
      await staysOne(stage);
      await isOver(stage);
    } finally {
      await spans.stop();
      await chain.stop();
    }
  },
};

interface Stage {
  readonly context: ScenarioContext;
  readonly chain: AlertChain;
  readonly spans: PlayedSpans;
  readonly jaeger: LoopbackJaeger;
  readonly optimizer: Running;
}

/** What a request does, and how long it takes with what it waits for. */
function shop(database: number): readonly TimedSeries[] {
  const always =
    (value: number): (() => number) =>
    () =>
      value;
  const [rate, failing] = [always(20), always(0)];
  const took = (times: number): (() => number) => always(0.027 + times * database);
  const answers = { rate, failing, typical: always(database), tail: always(database) };
  const cache = { rate, failing, typical: always(0.001), tail: always(0.002) };
  return [
    ...operationSeries('GET /items', { rate, failing, typical: took(1), tail: took(1) }, perSecond),
    ...edgeSeries('postgresql', { ...answers, type: 'database' }, perSecond),
    ...edgeSeries('redis', { ...cache, type: 'database' }, perSecond),
  ];
}

/** As the optimizer writes it. */
async function changedBefore(cluster: Cluster): Promise<void> {
  const now = Math.floor(Date.now() / 1000);
  const finished = { policy: 'connection-pool', at: now - 330, ended: now - 60, before: {}, after: changed, outcome: 'kept', why: 'no harm' };
  const data = { [tunables.file]: `${JSON.stringify(changed)}\n`, 'optimizer.json': JSON.stringify({ values: changed, finished: [finished] }) };
  const metadata = { name: tunablesOf(workload.deployment), namespace: workload.namespace };
  const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata, data };
  await cluster.kubectl(['apply', '--server-side', '--field-manager=lyo-platform-optimizer', '-f', '-'], JSON.stringify(object));
}

const incidents = z.looseObject({
  incidents: z.array(
    z.looseObject({
      at: z.number(),
      until: z.number().optional(),
      symptoms: z.array(z.looseObject({ text: z.string() })),
      causes: z.array(z.looseObject({ place: z.string(), probability: z.number() })),
      alerts: z.array(z.string()),
    }),
  ),
});
type Incident = z.infer<typeof incidents>['incidents'][number];

async function incidentsOf({ url }: Running): Promise<readonly Incident[]> {
  return incidents.parse(await (await fetch(`${url}/api/v1/incidents`)).json()).incidents;
}

async function isUsual({ context, optimizer, chain }: Stage): Promise<void> {
  const ticks = async (): Promise<number> =>
    Number(/lyo_optimizer_ticks_total\{outcome="whole"\} (\d+)/.exec(await (await fetch(`${optimizer.url}/metrics`)).text())?.[1] ?? 0);
  // the rules of single symptoms compare with what they recorded since they were started
  await eventually('it has looked at a usual minute', ticks, { until: (count) => count >= 7, timeout: '240s', interval: '1s' });
  const [known, tickets] = [await incidentsOf(optimizer), incidentTickets(chain)];
  if (known.length + tickets.length > 0) throw new Error(`a usual hour must have no incident, has ${JSON.stringify(known)} and ${JSON.stringify(tickets)}`);
  context.report('an hour as usual: no incident');
}

const alertName = 'ServiceIncident';
const incidentTickets = ({ receivers }: AlertChain): readonly Ticket[] => ticketsIn(receivers.of('ticket')).filter(({ title }) => title.includes(alertName));

async function oneTicket(stage: Stage): Promise<Ticket> {
  const { context, chain, spans, optimizer } = stage;
  const began = Date.now() / 1000;
  spans.want(shop(slow));
  const ticket = await eventually('a ticket of the incident', () => Promise.resolve(ticketOf(ticketsIn(chain.receivers.of('ticket')), alertName)), {
    until: (found) => found !== undefined,
    timeout: '240s',
  });
  if (ticket === undefined) throw new Error('a ticket must arrive, received none');
  const after = Date.now() / 1000 - began;
  for (const line of `${ticket.title}\n${ticket.text}`.split('\n')) context.report(`  ${line}`);
  const [incident, ...others] = await incidentsOf(optimizer);
  if (incident === undefined || others.length > 0)
    throw new Error(`what hangs together must be one incident, received ${JSON.stringify([incident, ...others])}`);
  isRanked(ticket, incident);
  says(ticket.text, ['latency of backend ', 'latency of backend → postgresql ', `Changed before: backend, connection-pool: ${JSON.stringify(changed)}, kept`]);
  context.report(`one ticket after ${after.toFixed(0)} s for ${incident.symptoms.length} vitals: ${incident.symptoms.map(({ text }) => text).join('; ')}`);
  return ticket;
}

/** With the database first, and no cause without a chance. */
function isRanked({ text }: Ticket, { causes }: Incident): void {
  const told = /Likely cause: (.+)/.exec(text)?.[1] ?? '';
  const ranked = [...told.matchAll(/(?:^|, or )(\S+) [^(]+\((\d+) %\)/g)].map(([, place = '', percent]) => ({ place, percent: Number(percent) }));
  const descending = ranked.every(({ percent }, index) => percent > 0 && percent <= (ranked[index - 1]?.percent ?? 100));
  if (ranked[0]?.place !== 'postgresql' || causes[0]?.place !== 'postgresql' || !descending)
    throw new Error(`the causes must be ranked with the database first, and none without a chance, are ${told}`);
}

function says(text: string, parts: readonly string[]): void {
  const absent = parts.filter((part) => !text.includes(part));
  if (absent.length > 0) throw new Error(`the ticket must say ${absent.map((part) => `"${part}"`).join(', ')}, received ${text}`);
}

/** Each address leads to what it names: a dashboard with these variables, the slow traces and no others, runbooks of the repository. */
async function linksLead({ context, jaeger }: Stage, { text, title_link: own }: Ticket): Promise<void> {
  const [panel, traces, runbook] = ['Panel', 'Traces', 'Runbook of the cause'].map((title) => new URL(new RegExp(`${title}: (\\S+)`).exec(text)?.[1] ?? ''));
  if (panel === undefined || traces === undefined || runbook === undefined) throw new Error(`a ticket must have three links, received ${text}`);
  const now = Date.now();
  const asked = Object.fromEntries(panel.searchParams);
  const around = [Number(asked['from']), Number(asked['to'])] as const;
  if (panel.pathname !== `/d/${dashboards.dependencies}`) throw new Error(`the panel must be that of dependencies, is ${panel.href}`);
  if (!(around[0] < now - 60_000 && around[1] > now - 60_000)) throw new Error(`the panel must show the begin, is ${panel.href}`);
  hasDashboard(dashboards.dependencies, Object.keys(asked));
  for (const address of [runbook.href, own]) await access(join(root, new URL(address).pathname.replace(/^.*\/(?=docs\/runbooks\/)/, '')));
  await findsTheSlow(jaeger, traces);
  context.report(
    `panel: ${panel.pathname} around the begin; traces: Jaeger finds the slow request and not the quick one; runbooks: ${[own, runbook.href].map((address) => address.split('/').at(-1)).join(', ')}`,
  );
}

const dashboard = z.looseObject({ templating: z.looseObject({ list: z.array(z.looseObject({ name: z.string() })) }) });

/** Grafana has it, with the variables that an address sets: of others it takes no notice. */
function hasDashboard(uid: string, asked: readonly string[]): void {
  const { [`${uid}.json`]: text = '{}' } = Manifests.of(environment).configFiles(/^grafana-dashboard-/);
  const names = dashboard.parse(JSON.parse(text)).templating.list.map(({ name }) => name);
  const absent = asked.flatMap((one) => /^var-(.+)/.exec(one)?.[1] ?? []).filter((name) => !names.includes(name));
  if (absent.length > 0) throw new Error(`the dashboard ${uid} must have the variables ${absent.join(', ')}, has ${names.join(', ')}`);
}

/** Opens the search in the real Jaeger, whose page asks its API with the same words. */
async function findsTheSlow({ http, url }: LoopbackJaeger, { searchParams }: URL): Promise<void> {
  const resource = { 'service.name': workload.deployment };
  const [late, early] = [newTraceId(), newTraceId()];
  for (const [traceId, duration] of [
    [late, 0.027 + slow],
    [early, 0.027 + quick],
  ] as const)
    await sendSpans(http, { resource, now: Date.now(), spans: [{ name: 'GET /items', kind: 'server', duration, traceId }] });
  const found = async (asked: URLSearchParams): Promise<readonly string[]> =>
    z
      .looseObject({ data: z.array(z.looseObject({ traceID: z.string() })) })
      .parse(await (await fetch(`${url}/api/traces?${asked.toString()}`)).json())
      .data.map(({ traceID }) => traceID);
  const without = new URLSearchParams([...searchParams].filter(([name]) => name !== 'minDuration'));
  await eventually('Jaeger has both', () => found(without), { until: (ids) => ids.length === 2, timeout: '30s' });
  const slowOnes = await found(searchParams);
  if (slowOnes.join() !== late) throw new Error(`the search must find the slow trace alone, ${searchParams.toString()} finds ${slowOnes.join(', ') || 'none'}`);
}

/** While more becomes unusual nothing is told again; alerts of single symptoms are tickets of their own, and the incident names them. */
async function staysOne({ context, chain, optimizer }: Stage): Promise<void> {
  const named = await eventually('the incident names an alert of a symptom', () => incidentsOf(optimizer), {
    until: ([incident]) => (incident?.alerts.length ?? 0) > 0,
    timeout: '90s',
    interval: '2s',
  });
  await holds('one ticket', () => Promise.resolve(incidentTickets(chain).length), { while: (count) => count === 1, for: '40s', interval: '1s' });
  const active = await knownAlerts(chain.alertmanager.process.url, alertName);
  if (active.length !== 1 || active[0]?.state !== 'active') throw new Error(`Alertmanager must know one active alert, knows ${JSON.stringify(active)}`);
  const pages = pagesIn(chain.receivers.of('page')).length;
  if (pages > 0) throw new Error(`an incident must wake nobody by itself, ${pages} pages were sent`);
  const others = [...new Set(ticketsIn(chain.receivers.of('ticket')).map(({ title }) => title))].filter((title) => /Edge|Operation/.test(title));
  context.report(`told once, no page; the incident names ${named[0]?.alerts.join(', ') ?? ''}, whose own tickets are ${others.join(', ') || 'none'}`);
}

async function isOver({ context, chain, spans }: Stage): Promise<void> {
  spans.want(shop(quick));
  const began = Date.now() / 1000;
  const tickets = await eventually('the end is told', () => Promise.resolve(incidentTickets(chain)), {
    until: (all) => all.some(({ title }) => title.includes('resolved')),
    timeout: '540s',
    interval: '1s',
  });
  if (tickets.length !== 2)
    throw new Error(`an incident must be told twice, when it begins and when it ends, was ${tickets.map(({ title }) => title).join('; ')}`);
  context.report(`${(Date.now() / 1000 - began).toFixed(0)} s after the database is quick again: "${tickets[1]?.title ?? ''}"`);
}
