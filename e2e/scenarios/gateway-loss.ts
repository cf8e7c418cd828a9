import { edgeLabels, metrics, spanLabels } from '../../config/telemetry';
import { durationOf, seconds } from '../../config/duration';
import { eventually } from '../waiting/assertions';
import { sleep } from '../waiting/stopwatch';
import { backendOf, shipped } from '../platform/environment';
import type { Scenario, ScenarioContext } from '../runner/scenario';
import { samplesOf, sumOf, type Sample } from '../tracing/exposition';
import { incomplete, sendKnownTraces, type KnownTrace } from '../tracing/known-traces';
import { pricesName, startShop } from '../tracing/shop';
import { sendAll } from '../tracing/shop-requests';
import { startTiers, type Tiers } from '../tracing/tiers';

const orders = 200;
const rate = 20;

export const scenario: Scenario = {
  name: 'gateway-loss',
  title:
    'two gateways behind trace-id routing count each edge once; SIGTERM of one loses no acknowledged span, SIGKILL at most those of its decision wait, and a minute without Jaeger none',
  tags: ['full'],
  needs: ['otelcol', 'jaeger'],
  async run(context) {
    const environment = shipped('prod');
    const tiers = await startTiers(context.processes, environment);
    const { backend } = await startShop({ processes: context.processes, environment, endpoint: tiers.agent.http });
    await edgesOnce(context, tiers, { url: backend.url, workload: backendOf(environment).name });
    await backend.stop();
    await stopped(context, tiers);
    await killed(context, tiers, seconds(environment.tracing.sampling.decisionWait));
    await withoutJaeger(context, tiers);
  },
};

/** Checks edges as a sum over both gateways: spans of a split trace would be counted by both, or by none. */
async function edgesOnce(context: ScenarioContext, { gateways }: Tiers, { url, workload }: { readonly url: string; readonly workload: string }): Promise<void> {
  const requests = Array.from({ length: orders }, (_, index) => ({ kind: 'order', item: (index % 50) + 1 }) as const);
  const answers = await sendAll(url, requests, 8);
  if (answers.some(({ status }) => status !== 201)) throw new Error(`every order must be accepted, received ${answers.map(({ status }) => status).join(' ')}`);
  const ofWorkload = { [spanLabels.deployment]: workload };
  const both = async (): Promise<readonly Sample[]> => (await Promise.all(gateways.map(({ spanMetrics }) => samplesOf(spanMetrics)))).flat();
  const edges = (samples: readonly Sample[], server?: string): number =>
    sumOf(samples, metrics.edgeRequests.name, { [edgeLabels.client]: workload, ...(server === undefined ? {} : { [edgeLabels.server]: server }) });
  const clients = (samples: readonly Sample[]): number => sumOf(samples, metrics.calls.name, { ...ofWorkload, [spanLabels.kind]: spanLabels.client });
  // edges and calls are flushed each at its own time
  const samples = await eventually('every call of every order is one edge', both, {
    until: (seen) => edges(seen, pricesName) >= orders && edges(seen) === clients(seen),
    timeout: '60s',
    interval: '2s',
  });
  const servers = [...new Set(samples.filter(({ labels }) => labels[edgeLabels.client] === workload).map(({ labels }) => labels[edgeLabels.server] ?? ''))];
  for (const server of servers) context.report(`${workload} → ${server.split('/').at(-1) ?? server}: ${edges(samples, server)}`);
  if (edges(samples, pricesName) !== orders)
    throw new Error(`${orders} orders must make as many edges to ${pricesName}, they made ${edges(samples, pricesName)}`);
  if (edges(samples) !== clients(samples)) throw new Error(`edges must be as many as client spans, ${clients(samples)}, they are ${edges(samples)}`);
  if (!servers.some((server) => server === 'redis') || servers.length < 3) throw new Error(`Redis and SQL must be nodes, there are ${servers.join(', ')}`);
  const shares = await Promise.all(gateways.map(async ({ spanMetrics }) => sumOf(await samplesOf(spanMetrics), metrics.calls.name, ofWorkload)));
  if (shares.some((share) => share === 0)) throw new Error(`both gateways must have a share of the spans, they have ${shares.join(' and ')}`);
  context.report(`${edges(samples)} edges for ${clients(samples)} client spans; spans by gateway: ${shares.join(' and ')}`);
}

async function stopped(context: ScenarioContext, { agent, gateways: [, second], jaeger }: Tiers): Promise<void> {
  const sending = sendKnownTraces(agent.http, { rate, lasting: 12 });
  await sleep('6s');
  await second.process.restart();
  const traces = await sending;
  await eventually('no trace is lost', () => incomplete(jaeger.url, traces), { until: (lost) => lost.length === 0, timeout: '60s', interval: '2s' });
  context.report(`SIGTERM of a gateway: ${traces.length} of ${traces.length} acknowledged traces are whole`);
}

async function killed(context: ScenarioContext, { agent, gateways: [, second], jaeger }: Tiers, decisionWait: number): Promise<void> {
  const before = sumOf(await samplesOf(second.selfMetrics), metrics.receivedSpans.name);
  const sending = sendKnownTraces(agent.http, { rate, lasting: decisionWait + 15 });
  await sleep(durationOf(decisionWait + 8));
  const received = sumOf(await samplesOf(second.selfMetrics), metrics.receivedSpans.name) - before;
  const killedAt = Date.now();
  await second.process.kill();
  await sleep('2s');
  await second.process.restart();
  const traces = await sending;
  // the last decision is a decision wait after the last span, and is sent with the next batch
  await sleep(durationOf(decisionWait + 5));
  const lost = await incomplete(jaeger.url, traces);
  const earliest = killedAt - 1000 * (decisionWait + slack);
  const unexplained = lost.filter(({ at }) => at < earliest || at > killedAt);
  if (unexplained.length > 0) {
    throw new Error(`lost traces must be of the ${decisionWait} s before the kill; lost ${secondsFrom(unexplained, killedAt)} s from it`);
  }
  if (lost.length === 0) throw new Error('a killed gateway must lose what it was waiting for, or this scenario shows nothing');
  context.report(`SIGKILL of a gateway with ${received} spans: ${lost.length} of ${traces.length} traces lost, all acknowledged in its last ${decisionWait} s`);
}

/** A decision is made once a second, and a batch is on disk a second after it, in seconds. */
const slack = 3;

function secondsFrom(traces: readonly KnownTrace[], moment: number): string {
  return traces.map(({ at }) => ((at - moment) / 1000).toFixed(1)).join(', ');
}

async function withoutJaeger(context: ScenarioContext, { agent, gateways, jaeger }: Tiers): Promise<void> {
  await jaeger.process.stop();
  const traces = await sendKnownTraces(agent.http, { rate, lasting: 60 });
  const waiting = (await Promise.all(gateways.map(async ({ selfMetrics }) => sumOf(await samplesOf(selfMetrics), metrics.queueSize.name)))).reduce(
    (sum, size) => sum + size,
    0,
  );
  if (waiting === 0) throw new Error('without Jaeger the queue must hold spans, it is empty');
  await jaeger.process.restart();
  await eventually('the queue delivers all', () => incomplete(jaeger.url, traces), {
    until: (lost) => lost.length === 0,
    timeout: '120s',
    interval: '3s',
  });
  context.report(`60 s without Jaeger: ${waiting} spans waited in the queue, ${traces.length} of ${traces.length} traces are whole after it`);
}
