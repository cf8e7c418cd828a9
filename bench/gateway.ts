/** `npm run bench:gateway`: spans that a core of the gateway takes, against the same spans through collectors of upstream's parts alone. */
import { randomBytes } from 'node:crypto';
import { gateway } from '../charts/collector-config';
import type { Environment } from '../config/environment';
import { components } from '../config/names';
import { freePort } from '../e2e/processes/free-ports';
import { shipped } from '../e2e/platform/environment';
import { startCollector } from '../e2e/processes/collector';
import type { Running } from '../e2e/processes/process';
import type { ProcessGroup } from '../e2e/processes/process-group';
import { listenAddresses, startGateway, startLoopbackJaeger, variablesOf } from '../e2e/tracing/loopback';
import { sendSpans, type SpanOptions } from '../e2e/tracing/otlp';
import { cpuSeconds, residentBytes } from '../e2e/processes/process-usage';
import { leastCollector, plainCollector } from './gateway-bounds';
import { goProfiles } from './go-profile';
import { rounds } from './short-form';
import { benchWithProcesses } from './with-processes';

const tracesARequest = 100;
const spansATrace = 4;
const rate = rounds(10_000, 1000);
/** Seconds of sending. */
const lasting = rounds(20, 2);
/** Milliseconds until tail sampling has decided on the last trace. */
const decided = rounds(14_000, 2000);

interface Result {
  readonly spans: number;
  readonly cpu: number;
  readonly resident: number;
}

async function measure(processes: ProcessGroup): Promise<void> {
  const shippedEnvironment = shipped('dev');
  // sized for this rate, so that no trace is dropped before its decision
  const environment = {
    ...shippedEnvironment,
    tracing: { ...shippedEnvironment.tracing, sampling: { ...shippedEnvironment.tracing.sampling, tracesPerSecond: rate / spansATrace } },
  };
  const jaeger = await startLoopbackJaeger({ processes, environment });
  // started first, because Go's profiles are taken from the first collector
  const ours = await startGateway({ processes, environment, traces: jaeger.grpc });
  const [plain, least] = [await startPlain(processes), await startLeast(processes, environment)];
  const [bare, bound] = [await measured(plain.process, plain.http), await measured(least.process, least.http)];
  const [taken, profiles] = await Promise.all([measured(ours.process, ours.http), goProfiles('gateway', lasting)]);
  report(bare, bound, taken);
  for (const file of profiles) console.log(`profile: go tool pprof -top -cum ${file}`);
}

interface Started {
  readonly process: Running;
  readonly http: string;
}

async function startPlain(processes: ProcessGroup): Promise<Started> {
  const { http, health } = await listenAddresses();
  return { process: await startCollector({ processes, name: 'plain', config: plainCollector({ http, health }), health }), http: `http://${http}` };
}

async function startLeast(processes: ProcessGroup, environment: Environment): Promise<Started> {
  const listen = { ...(await listenAddresses()), spanMetrics: `127.0.0.1:${await freePort()}` };
  const config = leastCollector(gateway(environment, { listen, identity: {}, startLog: undefined }));
  const variables = variablesOf(environment, components.collectorGateway);
  return { process: await startCollector({ processes, name: 'least', config, health: listen.health, environment: variables }), http: `http://${listen.http}` };
}

/** Sends at a steady rate and waits until tail sampling has decided on the last trace. */
async function measured(process: Running, endpoint: string): Promise<Result> {
  const before = cpuSeconds(process);
  let resident = 0;
  const started = performance.now();
  const perRequest = tracesARequest * spansATrace;
  let spans = 0;
  for (; spans < rate * lasting; spans += perRequest) {
    await sendSpans(endpoint, {
      resource: { 'service.name': 'backend', 'k8s.namespace.name': 'lyo', 'k8s.deployment.name': 'backend' },
      spans: traces(),
      now: Date.now(),
    });
    resident = Math.max(resident, residentBytes(process));
    const early = started + (spans * 1000) / rate - performance.now();
    if (early > 0) await new Promise((resolve) => setTimeout(resolve, early));
  }
  await new Promise((resolve) => setTimeout(resolve, decided));
  return { spans, cpu: cpuSeconds(process) - before, resident };
}

function traces(): readonly SpanOptions[] {
  return Array.from({ length: tracesARequest }, oneTrace).flat();
}

/** A request that calls a database and a cache, with an internal span of the application. */
function oneTrace(): readonly SpanOptions[] {
  const [traceId, root] = [randomBytes(16).toString('hex'), randomBytes(8).toString('hex')];
  const below = { traceId, parent: root };
  return [
    { name: 'GET /items/{item_id}', kind: 'server', traceId, spanId: root, attributes: { 'http.request.method': 'GET', 'http.route': '/items/{item_id}' } },
    { ...below, name: 'SELECT shop', kind: 'client', attributes: { 'db.system.name': 'postgresql' } },
    { ...below, name: 'GET', kind: 'client', attributes: { 'db.system.name': 'redis' } },
    { ...below, name: 'price order', kind: 'internal' },
  ];
}

function report(plain: Result, least: Result, ours: Result): void {
  const line = (name: string, { spans, cpu, resident }: Result): void =>
    console.log(
      `${name}: ${spans} spans, ${cpu.toFixed(2)} s of CPU, ${Math.round(spans / cpu)} spans a core-second, ${Math.round(resident / 2 ** 20)} MiB at ${rate} spans/s`,
    );
  const share = (of: Result): string => (ours.spans / ours.cpu / (of.spans / of.cpu)).toFixed(2);
  line('otlp, batch, debug             ', plain);
  line('counts, edges, sampling, debug ', least);
  line('the gateway                    ', ours);
  console.log(
    `ratio: the gateway takes ${share(plain)} of the first's spans a core, and ${share(least)} of the second's, the least that counts and holds traces`,
  );
  console.log('it names, counts requests apart, queues on disk and sends a fifth of the spans besides');
}

benchWithProcesses(['otelcol', 'jaeger'], measure);
