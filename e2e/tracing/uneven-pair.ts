/** An agent in front of two gateways, one of which refuses, hangs or is gone, with the counts of both. */
import { metrics, spanLabels } from '../../config/telemetry';
import { shipped } from '../platform/environment';
import type { Running } from '../processes/process';
import type { ScenarioContext } from '../runner/scenario';
import { eventually } from '../waiting/assertions';
import { sleep } from '../waiting/stopwatch';
import { gatewayPlace, type GatewayPlace } from './bare-gateway';
import { samplesOf, sumOf } from './exposition';
import { sendKnownTraces } from './known-traces';
import { startAgent, type LoopbackCollector } from './loopback';

/** Traces a second. */
const rate = 20;

export interface UnevenPair {
  readonly agent: LoopbackCollector;
  readonly sound: GatewayPlace;
  readonly uneven: GatewayPlace;
  /** The gateway that refuses all spans. */
  readonly refusing: Running;
}

export async function unevenPair({ processes }: ScenarioContext): Promise<UnevenPair> {
  const environment = shipped('prod');
  const [sound, uneven] = [await gatewayPlace(processes, environment, 'otel-gateway-0'), await gatewayPlace(processes, environment, 'otel-gateway-1')];
  await sound.start();
  // a limit below its own usage: it refuses all spans, like a gateway whose memory is full
  const refusing = await uneven.start({ memoryLimit: '4Mi' });
  const agent = await startAgent({ processes, environment, gateways: [sound.grpc, uneven.grpc] });
  // the limiter checks once a second, and spans before its first check are accepted
  await sleep('3s');
  return { agent, sound, uneven, refusing };
}

/** Requests that a gateway has counted; 0 if it does not answer. */
async function counted({ spanMetrics }: GatewayPlace): Promise<number> {
  return sumOf(await samplesOf(spanMetrics), metrics.calls.name, { [spanLabels.kind]: spanLabels.server });
}

/** @returns the gateway that refused, which accepts spans from now on */
export async function refuses(context: ScenarioContext, { agent, sound, uneven, refusing }: UnevenPair, lasting: number): Promise<Running> {
  const traces = await sendKnownTraces(agent.http, { rate, lasting });
  const refused = sumOf(await samplesOf(uneven.selfMetrics), metrics.refusedSpans.name);
  if (refused === 0) throw new Error('a gateway at its memory limit must refuse spans, it refused none');
  await sleep('12s');
  const [share, none] = [await counted(sound), await counted(uneven)];
  if (none !== 0) throw new Error(`a gateway that refuses must count nothing, it counted ${none}`);
  if (share > 0.8 * traces.length) throw new Error(`the sound gateway must count its share of ${traces.length} requests, it counted ${share}`);
  context.report(`${lasting} s of refusing (${refused} spans refused): the sound gateway counts ${share} of ${traces.length} requests, the other 0`);
  await refusing.stop();
  const running = await uneven.start();
  await exactly(context, `refused for ${lasting} s and then taken`, traces.length, async () => (await counted(sound)) + (await counted(uneven)));
  return running;
}

export async function standsStill(context: ScenarioContext, { agent, sound, uneven }: UnevenPair, running: Running): Promise<void> {
  const before = (await counted(sound)) + (await counted(uneven));
  const sending = sendKnownTraces(agent.http, { rate, lasting: 50 });
  await sleep('5s');
  process.kill(running.pid ?? 0, 'SIGSTOP');
  // longer than any response takes, shorter than the agents' timeout
  await sleep('35s');
  process.kill(running.pid ?? 0, 'SIGCONT');
  const traces = await sending;
  await exactly(context, 'sent around 35 s of standstill', traces.length, async () => (await counted(sound)) + (await counted(uneven)) - before);
}

export async function isGone(context: ScenarioContext, { agent, sound, uneven }: UnevenPair, running: Running): Promise<void> {
  // its counters restart at zero, so earlier counts are subtracted
  const before = await counted(sound);
  await running.kill();
  const traces = await sendKnownTraces(agent.http, { rate, lasting: 30 });
  await running.restart();
  await exactly(context, 'sent while a gateway was gone for 30 s', traces.length, async () => (await counted(sound)) - before + (await counted(uneven)));
}

/** @throws Error if the number differs, also if it becomes larger later */
async function exactly(context: ScenarioContext, what: string, wanted: number, received: () => Promise<number>): Promise<void> {
  await eventually(`requests ${what} are counted`, received, { until: (now) => now >= wanted, timeout: '60s', interval: '2s' });
  // duplicates would be counted later
  await sleep('15s');
  const now = await received();
  if (now !== wanted) throw new Error(`${wanted} requests ${what} must be counted once each, counted were ${now}`);
  context.report(`${wanted} requests ${what}: ${now} counted`);
}
