import { gatewayMemory, heldTraces, maximumRequests, openEdges } from '../../config/budgets/trace-capacity';
import type { Environment } from '../../config/environment';
import { metrics, resourceAttributes, spanLabels } from '../../config/telemetry';
import { shipped } from '../platform/environment';
import { residentBytes } from '../processes/process-usage';
import type { Running } from '../processes/process';
import type { Scenario, ScenarioContext } from '../runner/scenario';
import { gatewayPlace, type GatewayPlace } from '../tracing/bare-gateway';
import { samplesOf, sumOf } from '../tracing/exposition';
import { startAgent, type LoopbackCollector } from '../tracing/loopback';
import { newSpanId, newTraceId, sendSpans, type SpanOptions } from '../tracing/otlp';
import { eventually } from '../waiting/assertions';
import { durationOf } from '../../config/duration';
import { sleep } from '../waiting/stopwatch';
import { webWorkloads } from '../../config/workload';

/** Maximum of the policy; prod has 50. Two cores that also send can carry a quarter of prod's load, and the sizing rule is computed for this maximum. */
const pods = 12;
/** Seconds of load: longer than the decision wait, so that a gateway holds its maximum. */
const lasting = 30;
/** One of this many requests fails. */
const failing = 20;
const resource = { [resourceAttributes.service]: 'backend', [resourceAttributes.namespace]: 'lyo-backend', [resourceAttributes.deployment]: 'backend' };

export const scenario: Scenario = {
  name: 'policies-maximum',
  title:
    'at the maximum of the policies (12 pods in place of 50) gateways of the size that follows decide on every trace, keep every error, drop no edge and count every request, one of them gone or not; at a quarter of the size they do not',
  tags: ['full'],
  needs: ['otelcol'],
  timeout: '600s',
  async run(context) {
    const environment = withPods(shipped('prod'), pods);
    context.report(
      `${maximumRequests(environment)} requests/s: each gateway holds ${heldTraces(environment)} traces and ${openEdges(environment)} edges in ${gatewayMemory(environment)} MiB`,
    );
    const both = [await started(context, environment, 'otel-gateway-0'), await started(context, environment, 'otel-gateway-1')];
    await fits(context, { environment, what: 'both gateways', gateways: both });
    // as after the loss of the other gateway: all traces go to this one
    await fits(context, { environment, what: 'the only one that is left', gateways: [await started(context, environment, 'otel-gateway-left')] });
    await aQuarterDoesNot(context, environment);
  },
};

interface Gateway extends GatewayPlace {
  readonly running: Running;
}

interface Part {
  readonly environment: Environment;
  readonly what: string;
  readonly gateways: readonly Gateway[];
}

function withPods(environment: Environment, maxReplicas: number): Environment {
  return { ...environment, workloads: webWorkloads(environment).map((workload) => ({ ...workload, scaling: { ...workload.scaling, maxReplicas } })) };
}

async function started({ processes }: ScenarioContext, environment: Environment, name: string): Promise<Gateway> {
  const place = await gatewayPlace(processes, environment, name);
  return { ...place, running: await place.start() };
}

interface Outcome {
  readonly requests: number;
  readonly counted: number;
  readonly errors: number;
  readonly keptErrors: number;
  readonly undecided: number;
  readonly droppedEdges: number;
  /** Spans sent by agents and accepted by gateways, by their own counters, which the rules on uncounted spans compare. */
  readonly sent: number;
  readonly taken: number;
  /** Mebibytes of the largest gateway. */
  readonly resident: number;
}

async function fits(context: ScenarioContext, part: Part): Promise<void> {
  const outcome = await played(context, part);
  const { requests, counted, errors, keptErrors, undecided, droppedEdges, sent, taken, resident } = outcome;
  context.report(
    `${part.what}: ${counted} of ${requests} requests counted, ${keptErrors} of ${errors} errors kept, ${undecided} traces undecided, ${droppedEdges} edges dropped; agents handed over ${sent} spans, gateways took ${taken}; ${resident} MiB resident`,
  );
  if (counted !== requests || keptErrors !== errors || undecided > 0 || droppedEdges > 0)
    throw new Error(`${part.what}: nothing may be missing, received ${JSON.stringify(outcome)}`);
  if (sent !== taken)
    throw new Error(`what agents say to have sent (${sent}) must be what gateways say to have taken (${taken}), or the rules compare nothing`);
  if (resident > gatewayMemory(part.environment))
    throw new Error(`a gateway took ${resident} MiB of the ${gatewayMemory(part.environment)} MiB that the rule asks for`);
}

/** Checks that this load can fail: a gateway with a quarter of the memory is too small. */
async function aQuarterDoesNot(context: ScenarioContext, environment: Environment): Promise<void> {
  const quarter = withPods(environment, Math.ceil(pods / 4));
  const part = { environment, what: 'a quarter of the size', gateways: [await started(context, quarter, 'otel-gateway-small')] };
  const { undecided, droppedEdges, errors, keptErrors } = await played(context, part);
  if (undecided === 0) throw new Error('a gateway of a quarter of the size must drop traces before it decides on them');
  context.report(`a quarter of the size: ${undecided} traces undecided, ${keptErrors} of ${errors} errors kept, ${droppedEdges} edges dropped`);
}

async function played({ processes }: ScenarioContext, { environment, gateways }: Part): Promise<Outcome> {
  const agent = await startAgent({ processes, environment, gateways: gateways.map(({ grpc }) => grpc) });
  const rate = maximumRequests(environment);
  let [requests, resident] = [0, 0];
  const began = performance.now();
  for (; requests < rate * lasting; requests += rate / 10) {
    await sendSpans(agent.http, {
      resource,
      spans: Array.from({ length: rate / 10 }, (_, index) => oneTrace((requests + index) % failing === 0)).flat(),
      now: Date.now(),
    });
    resident = Math.max(resident, ...gateways.map(({ running }) => residentBytes(running)));
    await sleep(durationOf(Math.max(0, (began + (requests * 1000) / rate - performance.now()) / 1000)));
  }
  const errors = Math.ceil(requests / failing);
  const sum = async (metric: string, labels: Readonly<Record<string, string>> = {}): Promise<number> =>
    (await Promise.all(gateways.map(async ({ spanMetrics }) => sumOf(await samplesOf(spanMetrics), metric, labels)))).reduce((all, one) => all + one, 0);
  const server = { [spanLabels.kind]: spanLabels.server };
  const keptErrors = async (): Promise<number> => sum(metrics.sampledDurationBucket.name, { ...server, [spanLabels.status]: spanLabels.error, le: '+Inf' });
  const waited = await eventually('traces are decided', async () => [await sum(metrics.calls.name, server), await keptErrors()] as const, {
    until: ([counted, kept]) => counted >= requests && kept > 0,
    timeout: '120s',
  });
  // until the next flush of kept traces
  await sleep('50s');
  const selves = (await Promise.all(gateways.map(async ({ selfMetrics }) => samplesOf(selfMetrics)))).flat();
  const outcome = {
    requests,
    counted: waited[0],
    errors,
    keptErrors: await keptErrors(),
    undecided: sumOf(selves, metrics.undecidedTraces.name),
    droppedEdges: sumOf(selves, metrics.droppedEdges.name),
    sent: sumOf(await samplesOf(agent.selfMetrics), metrics.sentSpans.name),
    taken: sumOf(selves, metrics.receivedSpans.name),
    resident: Math.round(resident / 2 ** 20),
  };
  await ended(agent, gateways);
  return outcome;
}

async function ended({ process }: LoopbackCollector, gateways: readonly Gateway[]): Promise<void> {
  await process.stop();
  await Promise.all(gateways.map(async ({ running }) => running.kill()));
}

/** A request that calls a database and a cache, with two internal spans. */
function oneTrace(failed: boolean): readonly SpanOptions[] {
  const [traceId, root] = [newTraceId(), newSpanId()];
  const below = { traceId, parent: root };
  return [
    { name: 'x', kind: 'server', traceId, spanId: root, failed, attributes: { 'http.request.method': 'GET', 'http.route': '/items/{item_id}' } },
    { ...below, name: 'SELECT shop', kind: 'client', attributes: { 'db.system.name': 'postgresql', 'db.namespace': 'shop' } },
    { ...below, name: 'GET', kind: 'client', attributes: { 'db.system.name': 'redis' } },
    { ...below, name: 'price order', kind: 'internal' },
    { ...below, name: 'check stock', kind: 'internal' },
  ];
}
