import { metrics } from '../../config/telemetry';
import { shipped } from '../platform/environment';
import type { Scenario, ScenarioContext } from '../runner/scenario';
import { gatewayPlace } from '../tracing/bare-gateway';
import { startConnectionBalancer } from '../tracing/connection-balancer';
import { samplesOf, sumOf } from '../tracing/exposition';
import { keepingClient, type PostSpan } from '../tracing/keeping-client';
import { startAgent, type LoopbackCollector } from '../tracing/loopback';
import { sleep } from '../waiting/stopwatch';

/** Pods that send spans, each over a connection that it keeps, four times a second. */
const clients = 20;
/** Deterministic choice of a Service's endpoint: multiples of the golden ratio, so that each run is the same. */
const golden = 0.618_034;

export const scenario: Scenario = {
  name: 'new-agents',
  title:
    'an agent that is started beside two busy ones takes its third of what pods send over OTLP/HTTP within seconds; where connections are kept it would get nothing',
  tags: ['full'],
  needs: ['otelcol'],
  timeout: '300s',
  async run(context) {
    const gateway = await gatewayPlace(context.processes, shipped('prod'), 'otel-gateway');
    await gateway.start();
    const kept = await shareOfTheNewOne(context, gateway.grpc, true);
    if (kept > 0.05) throw new Error(`where connections are kept a new agent must get next to nothing, or this run shows nothing: it got ${kept}`);
    const shipping = await shareOfTheNewOne(context, gateway.grpc, false);
    if (shipping < 0.2 || shipping > 0.47) throw new Error(`a third of the load must reach the third agent, it got ${shipping}`);
    context.report(`share of the third agent in the ten seconds after its start: ${percent(shipping)} as shipped, ${percent(kept)} where connections are kept`);
  },
};

async function shareOfTheNewOne(context: ScenarioContext, gateway: string, keepAlive: boolean): Promise<number> {
  let chosen = 0;
  const balancer = await startConnectionBalancer(() => (chosen = (chosen + golden) % 1));
  const start = async (): Promise<LoopbackCollector> =>
    startAgent({ processes: context.processes, environment: shipped('prod'), gateways: [gateway], keepAlive });
  const agents = [await start(), await start()];
  balancer.balance(agents.map(({ http }) => http.replace('http://', '')));
  let sending = true;
  const senders = Array.from({ length: clients }, () => keepingClient(balancer.url)).map(async (post) => sendWhile(() => sending, post));
  await sleep('5s');
  const added = await start();
  balancer.balance([...agents, added].map(({ http }) => http.replace('http://', '')));
  const before = await taken([...agents, added]);
  await sleep('10s');
  const after = await taken([...agents, added]);
  sending = false;
  await Promise.all(senders);
  await Promise.all([...agents, added].map(async ({ process }) => process.stop()));
  await balancer.close();
  const grown = after.map((now, index) => now - (before[index] ?? 0));
  return (grown.at(-1) ?? 0) / grown.reduce((sum, one) => sum + one, 0);
}

async function sendWhile(goesOn: () => boolean, post: PostSpan): Promise<void> {
  while (goesOn()) {
    await post();
    await sleep('250ms');
  }
}

async function taken(agents: readonly LoopbackCollector[]): Promise<readonly number[]> {
  return Promise.all(agents.map(async ({ selfMetrics }) => sumOf(await samplesOf(selfMetrics), metrics.receivedSpans.name)));
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
