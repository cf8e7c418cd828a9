import { durationOf, seconds } from '../../config/duration';
import { metrics } from '../../config/telemetry';
import { secretOf, startAlertChain, type AlertChain } from '../alerts/alert-chain';
import { knownAlerts } from '../alerts/alertmanager-api';
import { hastened } from '../alerts/hastened';
import { gaps, pagesIn, ticketOf, ticketsIn, type Page, type Ticket } from '../alerts/messages';
import { eventually } from '../waiting/assertions';
import { sleep } from '../waiting/stopwatch';
import { shipped } from '../platform/environment';
import type { Running } from '../processes/process';
import { queryPrometheus } from '../prometheus/prometheus-query';
import type { Scenario, ScenarioContext } from '../runner/scenario';

const environment = hastened(shipped('prod'));
const { heartbeat, notifications } = environment.alerting.timing;
const routingKey = 'the-key-of-the-service';
const requests = 50;
const traceSearch = 'https://jaeger.lyo.example/search?service=backend';

export const scenario: Scenario = {
  name: 'alert-delivery',
  title:
    'thirty times faster than shipped, alerts of the generated rules reach pager, chat and deadman switch, grouped, with runbook and traces; what a page says is not said twice, its end is told, and what cannot be delivered is told where it can be',
  tags: ['smoke', 'full'],
  needs: ['prometheus', 'alertmanager'],
  async run(context) {
    const { processes } = context;
    const chain = await startAlertChain({ processes, environment, routingKey, secrets: { [secretOf('page')]: 'a key of nobody' } });
    try {
      chain.users.want({ requests });
      await heartbeats(context, chain);
      await groupedTicket(context, chain);
      chain.users.want({ requests, failed: 1 });
      await refusedKey(context, chain);
      const page = await paged(context, chain);
      await heldBack(context, chain);
      chain.users.want({ requests });
      await ended(context, chain, page);
      await unreachable(context, chain);
    } finally {
      await chain.stop();
    }
  },
};

async function heartbeats(context: ScenarioContext, { receivers }: AlertChain): Promise<void> {
  const interval = seconds(heartbeat);
  const beats = await eventually('six heartbeats', () => Promise.resolve(receivers.of('deadman')), { until: ({ length }) => length >= 6 });
  const between = gaps(beats.map(({ at }) => at));
  if (between.some((gap) => gap > 1.5 * interval)) throw new Error(`heartbeats must come every ${interval} s, their gaps are ${between.join(', ')} s`);
  context.report(`deadman: ${beats.length} heartbeats, ${between.map((gap) => gap.toFixed(1)).join(', ')} s apart, of ${interval} s`);
}

/** Jobs that have no targets here are alerts of one name and place, which is one message. */
async function groupedTicket(context: ScenarioContext, chain: AlertChain): Promise<void> {
  const { title, title_link: runbook, text } = await ticketFor(chain, 'ScrapeJobEmpty');
  const alerts = text.match(/^Prometheus finds no target for the job .+$/gm) ?? [];
  if (alerts.length < 2) throw new Error(`the ticket must tell of several jobs at once, it says ${text}`);
  says('the ticket', `${title}\n${runbook}`, [`(${alerts.length})`, '/docs/runbooks/scrape-job-empty.md']);
  context.report(`ticket: "${title}", ${alerts.length} alerts in one message, with ${runbook}`);
}

/** PagerDuty refuses the key, which a ticket through the working receiver reports. */
async function refusedKey(context: ScenarioContext, chain: AlertChain): Promise<void> {
  const summary = firstLine((await ticketFor(chain, 'NotificationFailures')).text);
  says('the ticket', summary, ['Alerts do not arrive at pagerduty']);
  const refused = chain.receivers.of('page').filter(({ accepted }) => !accepted).length;
  const counted = await sumOf(chain.prometheus, `${metrics.deliveryFailures.name}{integration="pagerduty"}`);
  context.report(`wrong key: ${refused} refused, ${metrics.deliveryFailures.name} is ${counted}, and a ticket says "${summary}"`);
}

/** With the right key in the Secret the page arrives, without a restart. */
async function paged(context: ScenarioContext, { receivers, alertmanager }: AlertChain): Promise<Page> {
  await alertmanager.replaceSecret(secretOf('page'), routingKey);
  const page = await eventually('a page', () => Promise.resolve(pagesIn(receivers.of('page'))[0]), { until: (found) => found !== undefined });
  if (page?.payload === undefined) throw new Error(`a page must say something, received ${JSON.stringify(page)}`);
  const { summary, severity, group, component, custom_details: details } = page.payload;
  const runbook = page.links.map(({ href }) => href).join();
  says('the page', [summary, severity, group, component].join('\n'), ['[prod] AvailabilityBurnFast: backend', 'critical', 'lyo-backend']);
  says('its link', runbook, ['/docs/runbooks/availability-burn-fast.md']);
  says('its text', details.alerts, ['of requests fail, and the error budget goes fast', `traces: ${traceSearch}&tags=%7B%22error%22%3A%22true%22%7D`]);
  context.report(`page: "${summary}": "${firstLine(details.alerts)}", with ${runbook} and traces of failed requests`);
  return page;
}

/** The slow burn fires as well, and is about the same objective. */
async function heldBack(context: ScenarioContext, { receivers, alertmanager }: AlertChain): Promise<void> {
  const { url } = alertmanager.process;
  const [cause] = await knownAlerts(url, 'AvailabilityBurnFast');
  const [held] = await eventually('the ticket is suppressed', () => knownAlerts(url, 'AvailabilityBurnSlow'), {
    until: ([found]) => found?.state === 'suppressed',
  });
  if (cause === undefined || held?.inhibitedBy.join() !== cause.fingerprint)
    throw new Error(`the page alone must hold it back, received ${JSON.stringify(held)}`);
  // longer than a group waits between two messages
  await sleep(durationOf(seconds(notifications.interval) + 2));
  const sent = ticketOf(ticketsIn(receivers.of('ticket')), 'AvailabilityBurnSlow');
  if (sent !== undefined) throw new Error(`what a page says already must not be a ticket too, received ${sent.text}`);
  context.report('inhibited: AvailabilityBurnSlow fires and is not sent while AvailabilityBurnFast does');
}

/** The page is resolved; the alert that it inhibited still fires, and is sent now. */
async function ended(context: ScenarioContext, chain: AlertChain, page: Page): Promise<void> {
  const ofGroup = (): readonly Page[] => pagesIn(chain.receivers.of('page')).filter((one) => one.dedup_key === page.dedup_key);
  const told = await eventually('the end of the page', () => Promise.resolve(ofGroup()), {
    until: (pages) => pages.some(({ event_action: action }) => action === 'resolve'),
    timeout: '60s',
  });
  context.report(`the pager was told ${told.map(({ event_action: action }) => action).join(', ')} of one incident`);
  const { title, text } = await ticketFor(chain, 'AvailabilityBurnSlow');
  says('the ticket', text, ['the error budget goes slowly', `traces: ${traceSearch}`]);
  context.report(`then the ticket that was held back: "${title}": "${firstLine(text)}"`);
}

/** Without Alertmanager no message is sent; the error series grows, its alert fires, and it is delivered after the restart. */
async function unreachable(context: ScenarioContext, chain: AlertChain): Promise<void> {
  const { alertmanager, prometheus } = chain;
  const failures = metrics.notificationFailures.name;
  const before = await sumOf(prometheus, failures);
  await alertmanager.process.kill();
  const firing = 'ALERTS{alertname="NotificationFailures",alertstate="firing",alertmanager!=""}';
  await eventually('the alert about Alertmanager fires', () => sumOf(prometheus, firing), { until: (count) => count > 0 });
  const after = await sumOf(prometheus, failures);
  await alertmanager.process.restart();
  const { text } = await ticketFor(chain, 'NotificationFailures', 'at http://127.0.0.1');
  context.report(`Alertmanager killed: ${failures} from ${before} to ${after}; back again, a ticket says "${firstLine(text)}"`);
}

async function ticketFor({ receivers }: AlertChain, alert: string, about?: string): Promise<Ticket> {
  const arrived = (): Promise<readonly Ticket[]> => Promise.resolve(ticketsIn(receivers.of('ticket')));
  const wanted = (tickets: readonly Ticket[]): Ticket | undefined => ticketOf(tickets, alert, about);
  const tickets = await eventually(`a ticket of ${alert}`, arrived, {
    until: (seen) => wanted(seen) !== undefined,
    // an alert that joins a group is told with the group's next message
    timeout: '120s',
  });
  const found = wanted(tickets);
  if (found === undefined) throw new Error(`a ticket of ${alert} must arrive, received none`);
  return found;
}

async function sumOf({ url }: Running, expression: string): Promise<number> {
  return (await queryPrometheus(url, `sum(${expression}) or vector(0)`))[0]?.value ?? 0;
}

function firstLine(text: string): string {
  return text.split('\n')[0] ?? '';
}

function says(what: string, text: string, parts: readonly string[]): void {
  const absent = parts.filter((part) => !text.includes(part));
  if (absent.length > 0) throw new Error(`${what} must say ${absent.map((part) => `"${part}"`).join(', ')}, received ${text}`);
}
