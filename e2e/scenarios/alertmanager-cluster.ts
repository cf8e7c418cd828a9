import { components } from '../../config/names';
import { jobs } from '../../config/telemetry';
import { secretOf } from '../alerts/alert-chain';
import { hastened } from '../alerts/hastened';
import { pagesIn, type Page } from '../alerts/messages';
import { startPlacedAlertmanager, type PlacedAlertmanager } from '../alerts/placed-alertmanager';
import { PlayedReceivers } from '../alerts/played-receivers';
import { shipped } from '../platform/environment';
import { Manifests } from '../platform/manifests';
import { startPlacedPrometheus } from '../platform/placed-prometheus';
import { freePort } from '../processes/free-ports';
import type { Running } from '../processes/process';
import type { Scenario, ScenarioContext } from '../runner/scenario';
import { PlayedUsers } from '../traffic/played-users';
import { eventually, holds } from '../waiting/assertions';

const environment = hastened(shipped('prod'));
const routingKey = 'the-key-of-the-service';
const requests = 50;

export const scenario: Scenario = {
  name: 'alertmanager-cluster',
  title:
    'two Prometheus tell two Alertmanagers, thirty times faster than shipped: a page arrives once, and with either Alertmanager killed its end and the next one do',
  tags: ['full'],
  needs: ['prometheus', 'alertmanager'],
  timeout: '600s',
  async run(context) {
    const pair = await startPair(context);
    try {
      await onceFromBoth(context, pair);
      await withoutOneAlertmanager(context, pair);
      await withoutOnePrometheus(context, pair);
    } finally {
      await pair.users.stop();
      await pair.receivers.stop();
    }
  },
};

interface Pair {
  readonly users: PlayedUsers;
  readonly receivers: PlayedReceivers;
  readonly alertmanagers: readonly PlacedAlertmanager[];
  readonly prometheuses: readonly Running[];
}

async function startPair({ processes }: ScenarioContext): Promise<Pair> {
  const manifests = Manifests.of(environment);
  const receivers = await PlayedReceivers.start(routingKey);
  const secrets = {
    [secretOf('page')]: routingKey,
    [secretOf('ticket')]: receivers.url('ticket'),
    [secretOf('deadman')]: receivers.url('deadman'),
  };
  const peers = [`127.0.0.1:${await freePort()}`, `127.0.0.1:${await freePort()}`];
  const alertmanagers = await Promise.all(
    peers.map((own) => startPlacedAlertmanager({ processes, manifests, secrets, pager: receivers.url('page'), cluster: { own, peers } })),
  );
  const users = await PlayedUsers.start(`${components.collectorGateway}-0`, environment);
  const prometheuses = await Promise.all(
    peers.map(() =>
      startPlacedPrometheus({
        processes,
        manifests,
        caFile: '',
        alertmanager: alertmanagers.map(({ process }) => new URL(process.url).host),
        args: ['--rules.alert.resend-delay=2s'],
        targets: { [jobs.gateway]: [{ address: users.gateway.address, labels: { instance: users.gateway.name } }] },
      }),
    ),
  );
  return { users, receivers, alertmanagers, prometheuses };
}

/** What the pager was told of requests that fail, oldest first: `trigger`, `resolve`. */
function told({ receivers }: Pair): string {
  const isAboutRequests = ({ payload, dedup_key: key }: Page, all: readonly Page[]): boolean =>
    payload?.summary.includes('AvailabilityBurnFast') ??
    all.some((other) => other.dedup_key === key && other.payload?.summary.includes('AvailabilityBurnFast') === true);
  const pages = pagesIn(receivers.of('page'));
  return pages
    .filter((page) => isAboutRequests(page, pages))
    .map(({ event_action: action }) => action)
    .join(' ');
}

async function becomes(pair: Pair, story: string): Promise<void> {
  await eventually(`the pager was told "${story}"`, () => Promise.resolve(told(pair)), { until: (seen) => seen === story, timeout: '120s' });
}

/** Twice as long as a group waits between two messages, and far longer than one Alertmanager waits for the other. */
async function stays(pair: Pair, story: string): Promise<void> {
  await holds(`no more than "${story}"`, () => Promise.resolve(told(pair)), { while: (seen) => seen === story, for: '20s', interval: '1s' });
}

async function onceFromBoth(context: ScenarioContext, pair: Pair): Promise<void> {
  pair.users.want({ requests, failed: 1 });
  await becomes(pair, 'trigger');
  await stays(pair, 'trigger');
  context.report('two Prometheus, two Alertmanagers: one page, and for 20 s no second one');
}

/** Kills it, ends the page and begins the next. @returns what the receivers have been told in all */
async function toldWithout(process: Pair['prometheuses'][number], pair: Pair): Promise<string> {
  const before = told(pair);
  await process.kill();
  pair.users.want({ requests });
  await becomes(pair, `${before} resolve`);
  pair.users.want({ requests, failed: 1 });
  await becomes(pair, `${before} resolve trigger`);
  return `${before} resolve trigger`;
}

async function withoutOneAlertmanager(context: ScenarioContext, pair: Pair): Promise<void> {
  for (const [index, { process }] of pair.alertmanagers.entries()) {
    const story = await toldWithout(process, pair);
    await process.restart();
    await stays(pair, story);
    context.report(`Alertmanager ${index} killed: the end of the page and the next page arrived from the other, and nothing was said again when it was back`);
  }
}

async function withoutOnePrometheus(context: ScenarioContext, pair: Pair): Promise<void> {
  for (const [index, process] of pair.prometheuses.entries()) {
    const story = await toldWithout(process, pair);
    await stays(pair, story);
    await process.restart();
    await stays(pair, story);
    context.report(
      `Prometheus ${index} killed: the other one's Alertmanagers told of the end and of the next page, and nothing was said again when it was back`,
    );
  }
}
