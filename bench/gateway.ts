/** `npm run bench:gateway`: spans that a core of the gateway takes, against the same spans through a collector that only receives, batches and counts. */
import { randomBytes } from 'node:crypto';
import { freePort } from '../e2e/processes/free-ports';
import { shipped } from '../e2e/platform/environment';
import { startCollector } from '../e2e/processes/collector';
import type { Running } from '../e2e/processes/process';
import type { ProcessGroup } from '../e2e/processes/process-group';
import { startGateway, startLoopbackJaeger } from '../e2e/tracing/loopback';
import { sendSpans, type SpanOptions } from '../e2e/tracing/otlp';
import { cpuSeconds, residentBytes } from '../e2e/processes/process-usage';
import { rounds } from './short-form';
import { benchWithProcesses } from './with-processes';

const tracesARequest = 100;
const spansATrace = 4;
const rate = rounds(10_000, 1000);
/** Seconds. */
const lasting = rounds(20, 2);
/** Until tail sampling has decided on the last trace, in milliseconds. */
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
  const ours = await startGateway({ processes, environment, traces: jaeger.grpc });
  const plain = await startPlain(processes);
  report(await measured(plain.process, plain.http), await measured(ours.process, ours.http));
}

async function startPlain(processes: ProcessGroup): Promise<{ readonly process: Running; readonly http: string }> {
  const [http, health] = [`127.0.0.1:${await freePort()}`, `127.0.0.1:${await freePort()}`];
  const config = {
    extensions: { health_check: { endpoint: health } },
    receivers: { otlp: { protocols: { http: { endpoint: http } } } },
    processors: { batch: {} },
    exporters: { debug: { verbosity: 'basic' } },
    service: {
      extensions: ['health_check'],
      telemetry: { metrics: { level: 'none' } },
      pipelines: { traces: { receivers: ['otlp'], processors: ['batch'], exporters: ['debug'] } },
    },
  };
  return { process: await startCollector({ processes, name: 'plain', config, health }), http: `http://${http}` };
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

/** A request that asks a database and a cache, with a step of the application's own. */
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

function report(plain: Result, ours: Result): void {
  const line = (name: string, { spans, cpu, resident }: Result): void =>
    console.log(
      `${name}: ${spans} spans, ${cpu.toFixed(2)} s of CPU, ${Math.round(spans / cpu)} spans a core-second, ${Math.round(resident / 2 ** 20)} MiB at ${rate} spans/s`,
    );
  line('otlp, batch, debug', plain);
  line('the gateway       ', ours);
  console.log(
    `ratio: the gateway takes ${(ours.spans / ours.cpu / (plain.spans / plain.cpu)).toFixed(2)} of the spans a core; it names, counts, pairs, samples, queues on disk and sends a fifth of them`,
  );
}

benchWithProcesses(['otelcol', 'jaeger'], measure);
