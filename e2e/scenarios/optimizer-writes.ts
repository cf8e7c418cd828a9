import { z } from 'zod';
import { components, namespaces, optimizerInterventions, tunablesOf, writerAccount } from '../../config/names';
import { devWritable, writer } from '../../test/fixtures/tuned';
import type { Cluster } from '../cluster/cluster';
import { fuzz } from '../optimizer/api-fuzz';
import { clusterSettings } from '../optimizer/cluster-settings';
import { dailySettings, dailyTuned } from '../optimizer/optimizer-pair';
import { seenWorkload, startOptimizer, type SeenWorkload } from '../optimizer/optimizer-process';
import { PlayedMetrics } from '../optimizer/played-metrics';
import { clusterWith } from '../platform/applied-cluster';
import { Manifests } from '../platform/manifests';
import { freePort } from '../processes/free-ports';
import type { Running } from '../processes/process';
import type { Scenario, ScenarioContext } from '../runner/scenario';
import { CLUSTER_PROGRAMS } from '../toolchain/components';
import { eventually } from '../waiting/assertions';

interface Stage {
  readonly context: ScenarioContext;
  readonly cluster: Cluster;
  readonly optimizer: Running;
}

/** What people write to the real process, with real tokens of the real API server. */
export const scenario: Scenario = {
  name: 'optimizer-writes',
  title:
    'without a token of the real API server that is for the optimizer and may write, nothing is written, whatever is sent; with one a proposal is approved and carried out, and a freeze stops what acts and outlives SIGKILL',
  tags: ['full'],
  needs: CLUSTER_PROGRAMS,
  timeout: '900s',
  async run(context) {
    const cluster = await clusterWith(context, Manifests.of(devWritable));
    const metrics = await PlayedMetrics.start();
    try {
      const stage = { context, cluster, optimizer: await started(context, cluster, metrics) };
      await refusesOthers(stage);
      await isFuzzed(stage);
      await approves(stage);
      await freezes(stage);
    } finally {
      await metrics.stop();
    }
  },
};

async function started(context: ScenarioContext, cluster: Cluster, metrics: PlayedMetrics): Promise<Running> {
  const kubernetes = { ...(await clusterSettings(context, cluster)), interventions: optimizerInterventions };
  const { workloads, ...settings } = dailySettings(metrics.url);
  const tuned = { ...dailyTuned, pool: { ...dailyTuned.pool, mode: 'advise' } };
  return startOptimizer(context.processes, await freePort(), {
    ...settings,
    tick: 10,
    kubernetes,
    workloads: workloads.map((one) => ({ ...one, tuned })),
  });
}

/** A token of a ServiceAccount, as `kubectl create token` makes it. @param audience without one it is for the API server itself */
async function tokenOf(cluster: Cluster, account: string, audience?: string): Promise<string> {
  const args = [
    'create',
    'token',
    account,
    '--namespace',
    namespaces.observability,
    '--duration=1h',
    ...(audience === undefined ? [] : [`--audience=${audience}`]),
  ];
  return (await cluster.kubectl(args)).trim();
}

/** Without a token that is for it and may write. */
async function wrongTokens(cluster: Cluster): Promise<Readonly<Record<string, string>>> {
  const own = await tokenOf(cluster, writerAccount(writer));
  const mine = await tokenOf(cluster, writerAccount(writer), optimizerInterventions.audience);
  return {
    'a token for the API server': own,
    'a token of an account without the right': await tokenOf(cluster, components.optimizer, optimizerInterventions.audience),
    'a token whose signature is wrong': `${mine.slice(0, -12)}${'A'.repeat(12)}`,
    'a token without its signature': mine.slice(0, mine.lastIndexOf('.') + 1),
  };
}

interface Written {
  readonly status: number;
  readonly text: string;
}

async function write({ optimizer }: Stage, path: string, token: string | undefined, body: object = {}): Promise<Written> {
  const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const response = await fetch(`${optimizer.url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  return { status: response.status, text: await response.text() };
}

const pathsThatWrite = ['/api/v1/freeze', '/api/v1/unfreeze', '/api/v1/proposals/0123456789abcdef/approve', '/api/v1/proposals/0123456789abcdef/reject'];

async function refusesOthers(stage: Stage): Promise<void> {
  const { context, cluster } = stage;
  const tokens: readonly (readonly [string, string | undefined])[] = [['no token', undefined], ...Object.entries(await wrongTokens(cluster))];
  for (const [name, token] of tokens) {
    const statuses: number[] = [];
    for (const path of pathsThatWrite) {
      const { status, text } = await write(stage, path, token);
      if (status !== 401 && status !== 403) throw new Error(`${name}: ${path} must be refused, answered ${status} ${text}`);
      statuses.push(status);
      // as many a second as are answered
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
    context.report(`${name}: ${statuses.join(', ')}`);
  }
  await nothingKept(cluster);
}

const proposals = z.object({ proposals: z.array(z.object({ id: z.string(), policy: z.string() })) });

/** With a token that may. */
async function approves(stage: Stage): Promise<void> {
  const { context, cluster, optimizer } = stage;
  const found = await eventually(
    'a proposal waits',
    async () => proposals.parse(await (await fetch(`${optimizer.url}/api/v1/proposals`)).json()).proposals.find(({ policy }) => policy === 'connection-pool'),
    { until: (one) => one !== undefined, timeout: '180s', interval: '1s' },
  );
  const token = await tokenOf(cluster, writerAccount(writer), optimizerInterventions.audience);
  const { status, text } = await write(stage, `/api/v1/proposals/${found?.id ?? ''}/approve`, token, { reason: 'seen' });
  if (status !== 200) throw new Error(`an approval must be taken, answered ${status} ${text}`);
  context.report(`approved: ${text.trim()}`);
  const file = (): Promise<string> =>
    cluster.kubectl(['get', 'configmap', tunablesOf('backend'), '-n', namespaces.backend, '--ignore-not-found', '--output=jsonpath={.data}']);
  const tried = await eventually('it is carried out, and watched', file, { until: (data) => data.includes('trial'), timeout: '120s', interval: '1s' });
  context.report(`carried out: ${tried.slice(0, 160)}`);
}

/** Nothing is published any more, also after the process was killed, until it is ended; who did it is told. */
async function freezes(stage: Stage): Promise<void> {
  const { context, cluster, optimizer } = stage;
  const token = await tokenOf(cluster, writerAccount(writer), optimizerInterventions.audience);
  await eventually('a forecast is published', () => seenWorkload(optimizer), {
    until: ({ published }) => (published?.forecast ?? 0) > 0,
    timeout: '240s',
    interval: '1s',
  });
  const { status, text } = await write(stage, '/api/v1/freeze', token, { reason: 'sale' });
  if (status !== 200) throw new Error(`a freeze must be taken, answered ${status} ${text}`);
  const isNeutral = ({ published, frozen }: SeenWorkload): boolean => frozen !== undefined && published?.forecast === 0;
  await eventually('nothing is asked for', () => seenWorkload(optimizer), { until: isNeutral, timeout: '15s', interval: '1s' });
  await optimizer.kill();
  await optimizer.restart();
  const again = await eventually('it knows of the freeze again', () => seenWorkload(optimizer), { until: isNeutral, timeout: '120s', interval: '1s' });
  context.report(`frozen, and after SIGKILL and a restart: ${again.frozen ?? ''}`);
  const events = await cluster.kubectl([
    'get',
    'events.events.k8s.io',
    '-n',
    namespaces.backend,
    '--output=jsonpath={range .items[*]}{.reason}: {.note}{"\\n"}{end}',
  ]);
  const told = events.split('\n').filter((line) => /^(Frozen|Approved): /.test(line));
  if (told.length < 2) throw new Error(`a freeze and an approval must be told as Events, received ${events}`);
  context.report(told.join('; '));
  const ended = await write(stage, '/api/v1/unfreeze', token);
  if (ended.status !== 200) throw new Error(`the end of a freeze must be taken, answered ${ended.status} ${ended.text}`);
}

/** Of what people said nothing, and of the tunables nothing. */
async function isFuzzed({ context, optimizer, cluster }: Stage): Promise<void> {
  const answered = await fuzz(optimizer.url, 2000, Object.values(await wrongTokens(cluster)));
  await nothingKept(cluster);
  context.report(`${answered}; nothing written`);
}

async function nothingKept(cluster: Cluster): Promise<void> {
  for (const [name, namespace] of [
    [optimizerInterventions.name, namespaces.observability],
    [tunablesOf('backend'), namespaces.backend],
  ] as const) {
    const kept = await cluster.kubectl(['get', 'configmap', name, '-n', namespace, '--ignore-not-found']);
    if (kept !== '') throw new Error(`nothing may be kept of what was refused, received ${kept}`);
  }
}
