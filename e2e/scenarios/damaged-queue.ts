import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { metrics, spanLabels } from '../../config/telemetry';
import { shipped } from '../platform/environment';
import type { Running } from '../processes/process';
import type { Scenario, ScenarioContext } from '../runner/scenario';
import { gatewayPlace, type GatewayPlace } from '../tracing/bare-gateway';
import { damages, type Damage } from '../tracing/damage';
import { samplesOf, sumOf } from '../tracing/exposition';
import { sendKnownTraces } from '../tracing/known-traces';
import { eventually } from '../waiting/assertions';
import { minutes } from '../waiting/duration';

/** Requests of each burst. */
const burst = 60;

export const scenario: Scenario = {
  name: 'damaged-queue',
  title: 'whatever has happened to the file of its queue, a gateway comes up and counts, says what it lost and keeps the file; a sound file is left alone',
  tags: ['full'],
  needs: ['otelcol'],
  timeout: minutes(10),
  async run(context) {
    for (const [what, damage] of Object.entries(damages)) await comesUp(context, what, damage);
    await soundOneStays(context);
  },
};

interface Killed {
  readonly place: GatewayPlace;
  readonly folder: string;
  /** Name of the queue's file. */
  readonly file: string;
}

/** A gateway that was killed with traces in its queue. */
async function killedWithQueue(context: ScenarioContext): Promise<Killed> {
  const { processes } = context;
  const place = await gatewayPlace(processes, shipped('dev'), 'otel-gateway');
  const folder = processes.scratchFolder('queue');
  const pod = await place.startPod(folder);
  await countsABurst(place);
  await waiting(place);
  await pod.kill();
  const file = (await readdir(folder)).find((name) => name.startsWith('exporter_'));
  if (file === undefined) throw new Error(`a gateway must have a file for its queue, there are ${(await readdir(folder)).join(', ')}`);
  return { place, folder, file };
}

/** Traces that were kept wait for a store that is not there. */
async function waiting({ selfMetrics }: GatewayPlace): Promise<number> {
  return eventually('traces wait in the queue', async () => sumOf(await samplesOf(selfMetrics), metrics.queueSize.name), { until: (size) => size > 0 });
}

async function countsABurst(place: GatewayPlace): Promise<void> {
  await sendKnownTraces(place.http, { rate: burst, lasting: 1 });
  await eventually(
    'every request is counted once',
    async () => sumOf(await samplesOf(place.spanMetrics), metrics.calls.name, { [spanLabels.kind]: spanLabels.server }),
    {
      until: (counted) => counted === burst,
    },
  );
}

async function comesUp(context: ScenarioContext, what: string, damage: Damage): Promise<void> {
  const { place, folder, file } = await killedWithQueue(context);
  const damaged = damage(await readFile(join(folder, file)));
  await writeFile(join(folder, file), damaged);
  const began = performance.now();
  const pod = await place.startPod(folder);
  const took = Math.round((performance.now() - began) / 1000);
  await countsABurst(place);
  // a queue that takes what is kept now as well
  await waiting(place);
  const said = await eventually('what is lost is said', async () => saidBy(pod), { until: (lines) => lines.length > 0 });
  const aside = (await readdir(folder)).filter((name) => name.includes('.damaged-'));
  const kept = await Promise.all(aside.map(async (name) => readFile(join(folder, name))));
  if (damaged.length > 0 && !kept.some((bytes) => bytes.length === damaged.length)) {
    throw new Error(`${what}: the file of ${damaged.length} bytes must be kept aside, there are ${aside.join(', ')}`);
  }
  context.report(`${what}: up after ${took} s, ${burst} of ${burst} requests counted; ${said[0] ?? ''}`);
  await pod.kill();
}

/** What the guard said, a line each. */
async function saidBy({ logFile }: Running): Promise<readonly string[]> {
  const lines = (await readFile(logFile, 'utf8')).split('\n');
  return lines.flatMap((line) => /"msg":"((?:gateway did not start with its queue|queue became smaller)[^"]*)"/.exec(line)?.[1] ?? []);
}

async function soundOneStays(context: ScenarioContext): Promise<void> {
  const { place, folder, file } = await killedWithQueue(context);
  const { size } = await stat(join(folder, file));
  const pod = await place.startPod(folder);
  const left = await waiting(place);
  await countsABurst(place);
  const [aside, said] = [(await readdir(folder)).filter((name) => name.includes('.damaged-')), await saidBy(pod)];
  if (aside.length > 0 || said.length > 0) throw new Error(`a sound file must stay, set aside were ${aside.join(', ')}: ${said.join('; ')}`);
  context.report(`a gateway that was killed with a sound file of ${size} bytes goes on with its ${left} spans`);
  await pod.kill();
}
