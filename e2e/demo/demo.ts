/** `npm run demo`: the tracing chain on this machine, with a load and a page that shows it, until Ctrl-C. */
import { build } from '../toolchain/build';
import type { ComponentName } from '../toolchain/components';
import { DEMO_HELP, parseDemoOptions, type DemoOptions } from './demo-options';
import { durationOf } from '../../config/duration';
import { Stopwatch, formatDuration, sleep } from '../waiting/stopwatch';
import { eventually } from '../waiting/assertions';
import { startPlayedCluster } from './played-cluster';
import { startPage } from './page-server';
import { createLogFolder } from '../runner/log-folder';
import { shipped } from '../platform/environment';
import { ProcessGroup } from '../processes/process-group';
import { examplePython, instrumentationFolder, redisServer } from '../toolchain/python';
import { UsageError } from '../runner/run-options';
import { findTrace } from '../tracing/jaeger-api';
import { startReadinessProbes } from '../tracing/readiness-probes';
import { send } from '../tracing/shop-requests';
import { startSteadyLoad } from '../tracing/steady-load';
import { startTracingChain, type TracingChain } from '../tracing/tracing-chain';

const programs: readonly ComponentName[] = ['otelcol', 'jaeger', 'prometheus'];

const print = (line: string): void => console.log(line);

async function main(): Promise<void> {
  const options = parseDemoOptions(process.argv.slice(2));
  if (options === 'help') {
    print(DEMO_HELP);
    return;
  }
  const stop = stopRequested();
  if ((await Promise.race([prepared(), stop])) === 'stop') return;
  // building is not part of the time of a start
  const stopwatch = new Stopwatch();
  const since = (): string => formatDuration(stopwatch.elapsed());
  const folder = await createLogFolder(new Date());
  const processes = new ProcessGroup(folder);
  const environment = shipped('dev');
  let chain: TracingChain | undefined;
  const cluster = await startPlayedCluster({ environment, pod: () => chain?.shop.backend });
  try {
    print(`${since()}: starting Redis, the collector, Jaeger, Prometheus and the example: its migrations first, then the shop, its prices and its worker`);
    const started = await Promise.race([startTracingChain({ processes, environment, faults: true, fulfils: true, cluster }), stop]);
    if (started === 'stop') return;
    chain = started;
    const sources = { environment, prometheus: chain.prometheus.url, jaeger: chain.jaeger.url, startedAt: now() };
    const page = await startPage(sources, now);
    print(`${since()}: the page is there: ${page.url}`);
    describe(chain, folder);
    try {
      await run(chain, options, { stop, since });
    } finally {
      await page.stop();
    }
  } finally {
    await processes.stop();
    await cluster.stop();
    print('stopped');
  }
}

/** Seconds since 1970. */
const now = (): number => Date.now() / 1000;

async function prepared(): Promise<void> {
  await build(programs, print);
  await Promise.all([examplePython(), instrumentationFolder(), redisServer()]);
}

interface Control {
  readonly stop: Promise<'stop'>;
  readonly since: () => string;
}

async function run({ shop, jaeger }: TracingChain, { rate, lasting }: DemoOptions, { stop, since }: Control): Promise<void> {
  const first = await send(shop.backend.url, { kind: 'order', item: 3, keep: true });
  const stopProbes = startReadinessProbes(() => [shop.backend.url, shop.prices.url]);
  const load = startSteadyLoad({ url: shop.backend.url, rate });
  const visible = eventually('the first trace is visible', () => findTrace(jaeger.url, first.traceId), {
    until: (trace) => trace !== undefined,
    timeout: '60s',
  });
  const told = visible
    .then(async () => {
      print(`${since()}: the first trace is visible: ${jaeger.url}/api/traces/${first.traceId}`);
      const { orders, fulfilled } = (await shop.fulfilment?.night()) ?? {};
      print(`${since()}: the nightly task, early today: ${String(orders)} orders, ${String(fulfilled)} of them fulfilled by the worker`);
    })
    .catch((error: unknown) => print(`${since()}: ${error instanceof Error ? error.message : String(error)}`));
  print(`${rate} requests a second; Ctrl-C stops everything`);
  await Promise.race([stop, ...(lasting === undefined ? [] : [sleep(durationOf(lasting))])]);
  await load.stop();
  stopProbes();
  await Promise.race([told, stop]);
  print(`${since()}: ${load.answered()} requests answered, ${load.unanswered()} not`);
}

function describe({ shop, jaeger, prometheus, gateway }: TracingChain, folder: string): void {
  print(`  shop        ${shop.backend.url}/items    (x-fault: sql-delay=2.5, redis-error, error=500 asks for trouble)`);
  print(`  worker      ${shop.fulfilment?.worker.url ?? ''}/metrics    (orders_waiting)`);
  print(`  Jaeger      ${jaeger.url}/api/traces?service=backend    (its API; its own page is not part of this build)`);
  print(`  Prometheus  ${prometheus.url}/api/v1/query?query=up    (likewise)`);
  print(`  collector   http://${gateway.spanMetrics}/metrics, OTLP over HTTP at ${gateway.http}`);
  print(`  logs        ${folder}`);
}

/** The first Ctrl-C or SIGTERM stops the demo in order, and so does a closed output; the third one stops it at once. */
function stopRequested(): Promise<'stop'> {
  return new Promise((resolve) => {
    let asked = 0;
    const ask = (): void => {
      asked += 1;
      if (asked === 1) resolve('stop');
      // npm forwards the signal that the terminal has sent already
      if (asked > 2) process.exit(130);
    };
    process.on('SIGINT', ask).on('SIGTERM', ask);
    // the reader of its output has closed the pipe
    process.stdout.once('error', ask);
  });
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    // command-line/faults.ts reports other errors and ends the process
    if (!(error instanceof UsageError)) throw error;
    console.error(error.message);
    process.exit(2);
  },
);
