/**
 * `npm run bench:telemetry`: the latency and CPU that tracing adds to requests to the example. The same process without and with the variables that the manifest injects, alternating;
 * and two bounds: only spans of requests, and the packages as OpenTelemetry itself starts them, without export.
 */
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
import { requestsAlone, startedByUpstream } from './telemetry-bounds';
import { rounds } from './short-form';
import { benchWithProcesses } from './with-processes';

const turns = rounds(8, 2);
const batch: readonly ShopRequest[] = Array.from({ length: rounds(250, 20) }, (_, index) =>
  index % 2 === 0 ? { kind: 'item', item: (index % 40) + 1 } : { kind: 'list' },
);

interface Side {
  readonly name: string;
  readonly running: Running;
  readonly answers: ShopAnswer[];
}

interface Cost extends Side {
  /** Total CPU time in seconds. */
  readonly cpu: number;
}

async function measure(processes: ProcessGroup): Promise<void> {
  const environment = shipped('dev');
  const jaeger = await startLoopbackJaeger({ processes, environment });
  const gateway = await startGateway({ processes, environment, traces: jaeger.grpc });
  const redis = await startRedis(processes);
  const traced = async (pod: string, settings: Readonly<Record<string, string>>): Promise<Running> => {
    const port = await freePort();
    return startBackend({ processes, environment, endpoint: gateway.http, redis, port, pod, prices: `http://127.0.0.1:${port}`, settings });
  };
  const untraced = startExampleBackend({ processes, name: 'plain', port: await freePort(), environment: { REDIS_URL: redis.url.replace('tcp:', 'redis:') } });
  const sides: readonly Side[] = [
    { name: 'without', running: await untraced, answers: [] },
    { name: 'with traces', running: await traced('backend-0', {}), answers: [] },
    { name: 'requests alone', running: await traced('backend-1', requestsAlone), answers: [] },
    { name: 'started by OpenTelemetry, sending nothing', running: await traced('backend-2', await startedByUpstream()), answers: [] },
  ];
  // warms up caches, connection pools and just-loaded code
  for (const { running } of sides) await sendAll(running.url, batch, 4);
  const before = sides.map(({ running }) => cpuSeconds(running));
  for (let round = 0; round < turns; round++) {
    for (const { running, answers } of round % 2 === 0 ? sides : [...sides].reverse()) answers.push(...(await sendAll(running.url, batch, 4)));
  }
  // the last batch of spans has not been sent yet
  await new Promise((resolve) => setTimeout(resolve, 2000));
  report(sides.map((side, index) => ({ ...side, cpu: cpuSeconds(side.running) - (before[index] ?? 0) })));
}

function report([plain, ...others]: readonly Cost[]): void {
  if (plain === undefined) return;
  const count = plain.answers.length;
  console.log(`${count} requests each, four at once, in ${turns} turns`);
  for (const side of others) {
    for (const share of [0.5, 0.95]) {
      const [slow, fast] = [quantile(side, share), quantile(plain, share)];
      console.log(
        `P${share * 100}: ${(fast * 1000).toFixed(2)} ms without, ${(slow * 1000).toFixed(2)} ms ${side.name}; ratio ${(slow / fast).toFixed(2)}, ${((slow - fast) * 1000).toFixed(2)} ms more`,
      );
    }
    const milliseconds = ({ cpu }: Cost): string => ((cpu / count) * 1000).toFixed(2);
    console.log(`CPU a request: ${milliseconds(plain)} ms without, ${milliseconds(side)} ms ${side.name}; ratio ${(side.cpu / plain.cpu).toFixed(2)}`);
  }
}

function quantile({ answers }: Side, share: number): number {
  const sorted = answers.map(({ seconds }) => seconds).sort((left, right) => left - right);
  return sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN;
}

benchWithProcesses(['otelcol', 'jaeger'], measure);
