/** The second stage: measures pods, caches and pools of workloads that are tuned, sized, or have a response to anomalies. A missing value is left out: policies report what they lack. */
import { recorded } from '../../config/telemetry';
import type { WorkloadSettings } from '../config';
import { desiredReplicas, harmSignals, podUse, presentLoad, readKeys, readyReplicas, scrapeSeconds, tunedMeasures } from '../expressions';
import { ofWorkload } from '../history';
import type { CacheUse, Measured, PodUse, PoolUse } from '../measured';
import { mostReadKeys } from '../most-read-keys';
import type { LabelledSeries, MetricsSource } from '../ports';
import type { WorkloadState } from '../workload-state';
import { companionsOf } from './companions';
import type { Stage, World } from './stage';

const hour = 3600;
/** Seconds between two samples of the last hour, and of the days that pods are sized by. */
const [step, coarse] = [30, 900];
/** Seconds between two queries of those days. */
const sizedEvery = hour;

export const measuring: Stage = {
  name: 'measure',
  run: async (world, states) => {
    const now = world.clock();
    const desired = await world.source.instant(desiredReplicas, now);
    for (const state of states) state.signals = desired.kind === 'series' ? signalsOf(desired.series, state) : [];
    await accompany(states, world);
    const wanting = states.filter(({ settings: { tuned, sizing, anomalies } }) => tuned !== undefined || sizing !== undefined || anomalies !== undefined);
    if (wanting.length === 0) return;
    const ready = await world.source.instant(readyReplicas, now);
    for (const state of wanting) {
      const own = ready.kind === 'series' && ready.warnings.length === 0 ? ofWorkload(ready.series, state.settings) : undefined;
      const replicas = own?.ok === true ? own.value.samples[0]?.value : undefined;
      state.measured = { ...(await lastHour(state, world.source, now)), ...(await podsOf(state, world, now)), replicas };
      await world.breathe();
    }
  },
};

async function accompany(states: readonly WorkloadState[], world: World): Promise<void> {
  for (const state of states) state.companions = await companionsOf(state, world);
}

/** The autoscaler takes the largest. */
function signalsOf(series: readonly LabelledSeries[], { settings: { namespace, deployment } }: WorkloadState): NonNullable<WorkloadState['signals']> {
  const own = series.flatMap(({ labels, samples }) => {
    const [name, replicas] = [labels['__name__'] ?? '', samples[0]?.value ?? Number.NaN];
    const isOwn = labels['namespace'] === namespace && labels['deployment'] === deployment && name.startsWith(recorded.desiredPrefix);
    return isOwn && Number.isFinite(replicas) ? [{ signal: name.slice(recorded.desiredPrefix.length), replicas }] : [];
  });
  const most = Math.max(...own.map(({ replicas }) => replicas));
  return own.sort((a, b) => b.replicas - a.replicas || a.signal.localeCompare(b.signal)).map((one) => ({ ...one, wins: one.replicas === most }));
}

/** Values on a grid that ends now, NaN where there is none. One expression gives one series; several count as none. */
async function values(
  source: MetricsSource,
  expression: string,
  { now, length, every }: { now: number; length: number; every: number },
): Promise<Float64Array> {
  const found = new Float64Array(length).fill(Number.NaN);
  const until = Math.floor(now / every) * every;
  const answer = await source.range(expression, { from: until - (length - 1) * every, until, step: every });
  if (answer.kind !== 'series' || answer.warnings.length > 0 || answer.series.length !== 1) return found;
  for (const { at, value } of answer.series[0]?.samples ?? []) {
    const place = length - 1 - Math.round((until - at) / every);
    if (place >= 0 && place < length) found[place] = value;
  }
  return found;
}

async function lastHour({ settings }: WorkloadState, source: MetricsSource, now: number): Promise<Measured> {
  if (settings.tuned === undefined && settings.anomalies === undefined) return { signals: [] };
  const grid = { now, length: hour / step, every: step };
  const until = Math.floor(now / step) * step;
  const load = await values(source, presentLoad(settings), grid);
  const control = await controlOf(settings, source, grid);
  const signals: Measured['signals'][number][] = [];
  for (const [name, expression] of Object.entries(harmSignals(settings, settings.tuned?.prefix))) {
    const found = await values(source, expression, grid);
    const samples = Array.from(found, (value, index) => ({
      at: until - (found.length - 1 - index) * step,
      load: load[index] ?? Number.NaN,
      value,
      ...(control === undefined ? {} : { control: control[index] ?? Number.NaN }),
    }));
    signals.push({ name, samples: samples.filter(({ value }) => !Number.isNaN(value)) });
  }
  if (settings.tuned === undefined) return { signals };
  const asked = tunedMeasures(settings.tuned.prefix, settings);
  const of = (name: keyof typeof asked): Promise<Float64Array> => values(source, asked[name], grid);
  const uses = cacheOf(await of('reads'), await of('misses'), await of('ttl'));
  const cache = uses === undefined ? undefined : { ...uses, keys: await keysOf(settings, source, now) };
  const pool = poolOf(await of('size'), await of('demand'), await of('waiting'));
  return { signals, ...(cache === undefined ? {} : { cache }), ...(pool === undefined ? {} : { pool }) };
}

/** Undefined where there is none: what is not tuned has no metrics of its own that would be scraped. */
async function controlOf(settings: WorkloadSettings, source: MetricsSource, grid: Parameters<typeof values>[2]): Promise<Float64Array | undefined> {
  if (settings.tuned === undefined) return undefined;
  const found = await values(source, scrapeSeconds(settings), grid);
  return found.some((value) => Number.isFinite(value)) ? found : undefined;
}

/** None where none may be kept warm: then nobody counts them. */
async function keysOf({ tuned, ...workload }: WorkloadSettings, source: MetricsSource, now: number): Promise<CacheUse['keys']> {
  if (tuned?.cache === undefined || tuned.cache.mode === 'off' || tuned.cache.prewarm === 0) return [];
  const { series, names } = readKeys(tuned.prefix, workload);
  const answer = await source.instant(series, now);
  return answer.kind === 'series' && answer.warnings.length === 0 ? mostReadKeys(answer.series, names) : [];
}

function cacheOf(reads: Float64Array, misses: Float64Array, ttl: Float64Array): Omit<CacheUse, 'keys'> | undefined {
  const [readsPerSecond, missed, lives] = [last(reads), last(misses), last(ttl)];
  if (readsPerSecond === undefined || missed === undefined || lives === undefined) return undefined;
  return { readsPerSecond, hitRatio: 1 - missed, ttl: lives };
}

function poolOf(size: Float64Array, demand: Float64Array, waiting: Float64Array): PoolUse | undefined {
  const present = last(size);
  const known = demand.filter((value) => Number.isFinite(value));
  if (present === undefined || known.length === 0) return undefined;
  const seen = waiting.filter((value) => Number.isFinite(value));
  return { size: present, demand: known, waited: seen.filter((value) => value > 0).length / Math.max(seen.length, 1) };
}

function last(values: Float64Array): number | undefined {
  const found = values.findLast((value) => Number.isFinite(value));
  return found;
}

async function podsOf(state: WorkloadState, { source, settings }: World, now: number): Promise<{ readonly pods?: PodUse; readonly sizedAt?: number }> {
  const { sizing, namespace, deployment } = state.settings;
  if (sizing === undefined || sizing.mode === 'off') return {};
  const { pods, sizedAt } = state.measured;
  if (sizedAt !== undefined && now >= sizedAt && now - sizedAt < sizedEvery) return { pods, sizedAt };
  const grid = { now, length: Math.round((settings.history.days * 86_400) / coarse), every: coarse };
  const asked = podUse({ namespace, deployment });
  const known = (of: Float64Array): Float64Array => of.filter((value) => Number.isFinite(value) && value >= 0);
  const [cpu, memory] = [known(await values(source, asked.cpu, grid)), known(await values(source, asked.memory, grid))];
  return { pods: { cpu, memory, days: (cpu.length * coarse) / 86_400 }, sizedAt: now };
}
