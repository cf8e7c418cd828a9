/** `npm run bench:telemetry`: what requests to the example pay for their traces. The same process with and without the environment that the manifest injects, in turn. */
import { freePort } from '../e2e/processes/free-ports';
import { shipped } from '../e2e/platform/environment';
import { startExampleBackend } from '../e2e/processes/example-backend';
import type { ProcessGroup } from '../e2e/processes/process-group';
import type { Running } from '../e2e/processes/process';
import { startGateway, startLoopbackJaeger } from '../e2e/tracing/loopback';
import { startBackend } from '../e2e/tracing/shop';
import { sendAll, type ShopAnswer, type ShopRequest } from '../e2e/tracing/shop-requests';
import { startRedis } from '../e2e/processes/redis';
import { cpuSeconds } from '../e2e/processes/process-usage';
import { rounds } from './short-form';
import { benchWithProcesses } from './with-processes';

const turns = rounds(8, 2);
const batch: readonly ShopRequest[] = Array.from({ length: rounds(250, 20) }, (_, index) =>
  index % 2 === 0 ? { kind: 'item', item: (index % 40) + 1 } : { kind: 'list' },
);

interface Side {
  readonly running: Running;
  readonly answers: ShopAnswer[];
}

async function measure(processes: ProcessGroup): Promise<void> {
  const environment = shipped('dev');
  const jaeger = await startLoopbackJaeger({ processes, environment });
  const gateway = await startGateway({ processes, environment, traces: jaeger.grpc });
  const redis = await startRedis(processes);
  const [port, plainPort] = [await freePort(), await freePort()];
  const traced = await startBackend({ processes, environment, endpoint: gateway.http, redis, port, pod: 'backend-0', prices: `http://127.0.0.1:${port}` });
  const plain = await startExampleBackend({ processes, name: 'plain', port: plainPort, environment: { REDIS_URL: redis.url.replace('tcp:', 'redis:') } });
  const sides: readonly [Side, Side] = [
    { running: plain, answers: [] },
    { running: traced, answers: [] },
  ];
  // caches, pools and just-loaded code
  for (const { running } of sides) await sendAll(running.url, batch, 4);
  const before = sides.map(({ running }) => cpuSeconds(running));
  for (let round = 0; round < turns; round++) {
    for (const { running, answers } of round % 2 === 0 ? sides : [...sides].reverse()) answers.push(...(await sendAll(running.url, batch, 4)));
  }
  // the last batch of spans is still to be sent
  await new Promise((resolve) => setTimeout(resolve, 2000));
  const used = sides.map(({ running }, index) => cpuSeconds(running) - (before[index] ?? 0));
  report(sides, used);
}

function report([plain, traced]: readonly [Side, Side], [without = 0, withTraces = 0]: readonly number[]): void {
  const count = plain.answers.length;
  console.log(`${count} requests each, four at once, in ${turns} turns`);
  for (const share of [0.5, 0.95]) {
    const [slow, fast] = [quantile(traced, share), quantile(plain, share)];
    console.log(
      `P${share * 100}: ${(fast * 1000).toFixed(2)} ms without, ${(slow * 1000).toFixed(2)} ms with traces; ratio ${(slow / fast).toFixed(2)}, ${((slow - fast) * 1000).toFixed(2)} ms more`,
    );
  }
  console.log(
    `CPU a request: ${((without / count) * 1000).toFixed(2)} ms without, ${((withTraces / count) * 1000).toFixed(2)} ms with traces; ratio ${(withTraces / without).toFixed(2)}`,
  );
}

function quantile({ answers }: Side, share: number): number {
  const sorted = answers.map(({ seconds }) => seconds).sort((left, right) => left - right);
  return sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN;
}

benchWithProcesses(['otelcol', 'jaeger'], measure);
