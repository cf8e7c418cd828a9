import { access, mkdir, readFile, readdir, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { agent } from '../../charts/collector-config';
import { metrics, spanLabels } from '../../config/telemetry';
import { versions } from '../../config/versions';
import { shipped } from '../platform/environment';
import type { Running } from '../processes/process';
import type { Scenario, ScenarioContext } from '../runner/scenario';
import { gatewayPlace, type GatewayPlace } from '../tracing/bare-gateway';
import { damages, type Damage } from '../tracing/damage';
import { samplesOf, sumOf } from '../tracing/exposition';
import { guardShell } from '../tracing/gateway-pod';
import { sendKnownTraces } from '../tracing/known-traces';
import { moduleFolder } from '../toolchain/go-toolchain';
import { eventually } from '../waiting/assertions';

/** Requests of each burst. */
const burst = 60;
/** Gateways that run at the same time; each mostly waits. */
const together = 4;

export const scenario: Scenario = {
  name: 'damaged-queue',
  title:
    'whatever has happened to the file, the folder or the disk of its queue, a gateway comes up and counts, says what it lost and keeps the file; a sound file is left alone, and agents have none',
  tags: ['full'],
  needs: ['otelcol'],
  timeout: '1200s',
  async run(context) {
    context.report(`the guard runs with ${await guardShell()}`);
    const queue = await queueOfKilled(context);
    const all = Object.entries(damages);
    for (let first = 0; first < all.length; first += together) {
      await Promise.all(all.slice(first, first + together).map(async ([what, damage]) => comesUp(context, { queue, what, damage })));
    }
    await soundOneStays(context, queue);
    agentsHaveNone(context);
    await imageHasAShell(context);
  },
};

interface Queue {
  /** Name of its file. */
  readonly name: string;
  readonly bytes: Buffer;
}

/** The file of a gateway that was killed with traces in its queue. */
async function queueOfKilled({ processes }: ScenarioContext): Promise<Queue> {
  const place = await gatewayPlace(processes, shipped('dev'), 'otel-gateway');
  const queueFolder = processes.scratchFolder('queue');
  const pod = await place.startPod({ queueFolder });
  await countsABurst(place);
  await waiting(place);
  await pod.kill();
  const name = (await readdir(queueFolder)).find((file) => file.startsWith('exporter_'));
  if (name === undefined) throw new Error(`a gateway must have a file for its queue, there are ${(await readdir(queueFolder)).join(', ')}`);
  return { name, bytes: await readFile(join(queueFolder, name)) };
}

/** Waits until kept traces are in the queue, because there is no store. */
async function waiting({ selfMetrics }: GatewayPlace): Promise<number> {
  return eventually('traces wait in the queue', async () => sumOf(await samplesOf(selfMetrics), metrics.queueSize.name), { until: (size) => size > 0 });
}

/** Sends a burst, and another one if the gateway ends during it because it finds the damage on a write. */
async function countsABurst(place: GatewayPlace): Promise<void> {
  const counted = async (): Promise<number> => sumOf(await samplesOf(place.spanMetrics), metrics.calls.name, { [spanLabels.kind]: spanLabels.server });
  const sendAndCount = async (): Promise<number> => {
    const before = await counted();
    await sendKnownTraces(place.http, { rate: burst, lasting: 1 });
    const after = await eventually('the burst is counted', counted, { until: (now) => now >= before + burst });
    return after - before;
  };
  await eventually('every request is counted once', sendAndCount, { until: (grown) => grown === burst, timeout: '180s' });
}

interface Case {
  readonly queue: Queue;
  readonly what: string;
  readonly damage: Damage;
}

async function comesUp(context: ScenarioContext, { queue, what, damage }: Case): Promise<void> {
  const { bytes = (sound: Buffer): Buffer => sound, then = '', left = 'aside', harmless = false } = damage;
  const place = await gatewayPlace(context.processes, shipped('dev'), what.replaceAll(/\W+/g, '-'));
  const { queueFolder, file } = await folderWith(context, queue);
  const found = bytes(queue.bytes);
  await writeFile(file, found);
  const began = performance.now();
  const pod = await place.startPod({ queueFolder, before: `file='${file}'; folder='${queueFolder}'; ${then}` });
  await countsABurst(place);
  const lines = await eventually(`${what}: what is lost is said`, async () => saidBy(pod), {
    until: (said) => harmless || said.length > 0,
    timeout: '120s',
  });
  // on a full disk with an intact file, traces get room only when others leave the queue
  if (left !== 'in place') await waiting(place);
  const took = Math.round((performance.now() - began) / 1000);
  const there = await leftBy(pod, queueFolder);
  if (
    !isKept(there, {
      left,
      goesOn: harmless && !lines.some((line) => line.includes('set aside')),
      name: queue.name,
      folder: then.includes('mkdir'),
      size: found.length,
    })
  )
    throw new Error(`${what}: ${found.length} bytes must be left ${left}, there are ${JSON.stringify(there)}`);
  context.report(`${what}: counts ${burst} of ${burst} requests after ${took} s; ${lines.join('; ') || 'goes on with the file'}`);
  await pod.kill();
}

interface Kept {
  readonly left: NonNullable<Damage['left']>;
  /** Whether the gateway continues with the file, which may then grow. */
  readonly goesOn: boolean;
  readonly name: string;
  readonly folder: boolean;
  readonly size: number;
}

function isKept(there: readonly { readonly name: string; readonly size: number }[], { left, goesOn, name, folder, size }: Kept): boolean {
  if (left === 'nothing') return true;
  if (goesOn) return there.some((one) => one.name === name && one.size >= size);
  return there.some((one) => (left === 'aside' ? one.name.includes('.damaged-') : one.name === name) && (folder || one.size === size));
}

/** A folder with the queue of the previous gateway and the guard's record of it. */
async function folderWith({ processes }: ScenarioContext, { name, bytes }: Queue): Promise<{ readonly queueFolder: string; readonly file: string }> {
  const queueFolder = join(processes.scratchFolder('volume'), 'queue');
  await mkdir(queueFolder);
  const file = join(queueFolder, name);
  await writeFile(file, bytes);
  const { ino } = await stat(file);
  await writeFile(join(queueFolder, 'sizes.txt'), `${ino} ${bytes.length} ${file}\n`);
  return { queueFolder, file };
}

/** Files of a folder, as a pod sees it. */
async function leftBy({ pid }: Running, folder: string): Promise<readonly { readonly name: string; readonly size: number }[]> {
  const seen = `/proc/${pid}/root${folder}`;
  await access(dirname(seen));
  return Promise.all((await readdir(seen)).map(async (name) => ({ name, size: (await stat(join(seen, name))).size })));
}

/** Log messages of the guard. */
async function saidBy({ logFile }: Running): Promise<readonly string[]> {
  const lines = (await readFile(logFile, 'utf8')).split('\n');
  return lines.flatMap(
    (line) => /"msg":"((?:gateway did not start with its queue|queue became smaller|the volume takes no queue)[^"]*)"/.exec(line)?.[1] ?? [],
  );
}

async function soundOneStays(context: ScenarioContext, queue: Queue): Promise<void> {
  const place = await gatewayPlace(context.processes, shipped('dev'), 'otel-gateway');
  const { queueFolder } = await folderWith(context, queue);
  const pod = await place.startPod({ queueFolder });
  const left = await waiting(place);
  await countsABurst(place);
  const [aside, said] = [(await readdir(queueFolder)).filter((name) => name.includes('.damaged-')), await saidBy(pod)];
  if (aside.length > 0 || said.length > 0) throw new Error(`a sound file must stay, set aside were ${aside.join(', ')}: ${said.join('; ')}`);
  context.report(`a gateway that was killed with a sound file of ${queue.bytes.length} bytes goes on with its ${left} spans`);
  await pod.kill();
}

/** Agents have no queue on disk that could be damaged. */
function agentsHaveNone(context: ScenarioContext): void {
  const config = JSON.stringify(agent(shipped('prod')));
  if (/file_storage|"storage"/.test(config)) throw new Error('an agent must keep nothing on a disk, or it needs a guard as gateways have one');
  context.report('agents keep nothing on a disk');
}

/** The guard uses Alertmanager's image: the sources of the shipped version show that its base image has a shell. */
async function imageHasAShell(context: ScenarioContext): Promise<void> {
  const folder = await moduleFolder('alertmanager', 'github.com/prometheus/alertmanager');
  const version = versions.images.alertmanager.split(':')[1];
  if (!basename(folder).endsWith(`@${version}`)) throw new Error(`the sources must be those of the image, ${version}, they are in ${folder}`);
  const base = /^FROM (.*)$/m.exec(await readFile(join(folder, 'Dockerfile'), 'utf8'))?.[1];
  if (base?.includes('busybox') !== true) throw new Error(`the guard's image must be made from busybox, it is made from ${base}`);
  context.report(`the image of Alertmanager ${version}, which the guard runs in, is made from ${base}`);
}
