import { gatewaysOf } from '../../config/budgets/cardinality-budget';
import { metrics, spanLabels } from '../../config/telemetry';
import { eventually } from '../waiting/assertions';
import { sleep } from '../waiting/stopwatch';
import { shipped } from '../platform/environment';
import type { Running } from '../processes/process';
import type { Scenario, ScenarioContext } from '../runner/scenario';
import { gatewayPlace, type GatewayPlace } from '../tracing/bare-gateway';
import { samplesOf, sumOf } from '../tracing/exposition';
import { sendKnownTraces } from '../tracing/known-traces';
import { startAgent, type LoopbackCollector } from '../tracing/loopback';

/** Traces a second. */
const rate = 20;

interface Pair {
  readonly agent: LoopbackCollector;
  readonly sound: GatewayPlace;
  readonly uneven: GatewayPlace;
}

export const scenario: Scenario = {
  name: 'uneven-gateways',
  title:
    'while one of two gateways refuses as at its memory limit, stands still for less than it takes to be given up, or is gone, the sound one counts its own share once, and what waits is counted once as well',
  tags: ['full'],
  needs: ['otelcol'],
  timeout: '600s',
  async run(context) {
    const environment = shipped('prod');
    const { processes } = context;
    const [sound, uneven] = [await gatewayPlace(processes, environment, 'otel-gateway-0'), await gatewayPlace(processes, environment, 'otel-gateway-1')];
    await sound.start();
    // a limit below what it needs for itself: it refuses all that comes, as one does whose memory is full
    const refusing = await uneven.start({ memoryLimit: '4Mi' });
    const agent = await startAgent({ processes, environment, gateways: [sound.grpc, uneven.grpc] });
    // the limiter looks once a second, and what comes before its first look is taken
    await sleep('3s');
    const pair = { agent, sound, uneven };
    const running = await refuses(context, pair, refusing);
    await standsStill(context, pair, running);
    await isGone(context, pair, running);
    if (gatewaysOf(environment) < 2) throw new Error('prod must have two gateways, or agents have nobody to route to');
  },
};

/** Requests that a gateway has counted; one that does not answer has none to show. */
async function counted({ spanMetrics }: GatewayPlace): Promise<number> {
  return sumOf(await samplesOf(spanMetrics), metrics.calls.name, { [spanLabels.kind]: spanLabels.server });
}

async function refuses(context: ScenarioContext, { agent, sound, uneven }: Pair, refusing: Running): Promise<Running> {
  const traces = await sendKnownTraces(agent.http, { rate, lasting: 90 });
  const refused = sumOf(await samplesOf(uneven.selfMetrics), metrics.refusedSpans.name);
  if (refused === 0) throw new Error('a gateway at its memory limit must refuse spans, it refused none');
  await sleep('12s');
  const [share, none] = [await counted(sound), await counted(uneven)];
  if (none !== 0) throw new Error(`a gateway that refuses must count nothing, it counted ${none}`);
  if (share > 0.8 * traces.length) throw new Error(`the sound gateway must count its share of ${traces.length} requests, it counted ${share}`);
  context.report(`90 s of refusing (${refused} spans refused): the sound gateway counts ${share} of ${traces.length} requests, the other 0`);
  await refusing.stop();
  const running = await uneven.start();
  await exactly(context, 'refused for 90 s and then taken', traces.length, async () => (await counted(sound)) + (await counted(uneven)));
  return running;
}

async function standsStill(context: ScenarioContext, { agent, sound, uneven }: Pair, running: Running): Promise<void> {
  const before = (await counted(sound)) + (await counted(uneven));
  const sending = sendKnownTraces(agent.http, { rate, lasting: 50 });
  await sleep('5s');
  process.kill(running.pid ?? 0, 'SIGSTOP');
  // longer than any answer takes, shorter than the agents wait for one
  await sleep('35s');
  process.kill(running.pid ?? 0, 'SIGCONT');
  const traces = await sending;
  await exactly(context, 'sent around 35 s of standstill', traces.length, async () => (await counted(sound)) + (await counted(uneven)) - before);
}

async function isGone(context: ScenarioContext, { agent, sound, uneven }: Pair, running: Running): Promise<void> {
  // its counters begin anew, so what it counted before is taken away
  const before = await counted(sound);
  await running.kill();
  const traces = await sendKnownTraces(agent.http, { rate, lasting: 30 });
  await running.restart();
  await exactly(context, 'sent while a gateway was gone for 30 s', traces.length, async () => (await counted(sound)) - before + (await counted(uneven)));
}

/** @throws Error when it is another number, above all a larger one */
async function exactly(context: ScenarioContext, what: string, wanted: number, received: () => Promise<number>): Promise<void> {
  await eventually(`requests ${what} are counted`, received, { until: (now) => now >= wanted, timeout: '60s', interval: '2s' });
  // what is counted twice comes later
  await sleep('15s');
  const now = await received();
  if (now !== wanted) throw new Error(`${wanted} requests ${what} must be counted once each, counted were ${now}`);
  context.report(`${wanted} requests ${what}: ${now} counted`);
}
