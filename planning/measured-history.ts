/** Reads the hourly history of a workload's load, of volumes and of pods' usage from Prometheus. */
import { metrics, recorded } from '../config/telemetry';
import { podUse } from '../optimizer/expressions';
import type { MetricsAnswer, MetricsSource } from '../optimizer/ports';
import { unknown, type Outcome } from '../optimizer/timeseries/outcome';
import type { RegularSeries } from '../optimizer/timeseries/series';
import { historyStep, meansOf, playedStep } from './history-file';
import type { Usage } from './replayed-usage';

/** Days that are queried; the result has at most the days that Prometheus keeps. */
const asked = 60;

interface Asked {
  readonly source: MetricsSource;
  /** Seconds since 1970. */
  readonly now: number;
}

function range({ source, now }: Asked, expression: string): Promise<MetricsAnswer> {
  const until = Math.floor(now / historyStep) * historyStep;
  return source.range(expression, { from: until - asked * 86_400, until, step: historyStep });
}

/**
 * Requests per second of each hour.
 * @throws Error where Prometheus does not answer: a run that reads nothing must not look like one that finds nothing to change
 */
export async function measuredLoad(of: Asked, { namespace, name }: { readonly namespace: string; readonly name: string }): Promise<Outcome<RegularSeries>> {
  const answer = await range(of, `max(avg_over_time(${recorded.requestRate}{namespace="${namespace}",deployment="${name}"}[1h]))`);
  if (answer.kind !== 'series') throw new Error(`--prometheus must answer with the past, received ${answer.why}`);
  if (answer.warnings.length > 0) return unknown('invalid samples', `the answer is partial: ${answer.warnings[0] ?? ''}`);
  return meansOf(ended(answer.series[0]?.samples ?? []));
}

/** Requests per second of the last two weeks, as finely as policies are played. */
export async function measuredRecently(
  { source, now }: Asked,
  { namespace, name }: { readonly namespace: string; readonly name: string },
): Promise<Outcome<RegularSeries>> {
  const until = Math.floor(now / historyStep) * historyStep;
  const expression = `max(avg_over_time(${recorded.requestRate}{namespace="${namespace}",deployment="${name}"}[${playedStep}s]))`;
  const answer = await source.range(expression, { from: until - 14 * 86_400, until, step: playedStep });
  if (answer.kind !== 'series') return unknown('not enough data', `Prometheus gave no history: ${answer.why}`);
  if (answer.warnings.length > 0) return unknown('invalid samples', `the answer is partial: ${answer.warnings[0] ?? ''}`);
  return meansOf(
    (answer.series[0]?.samples ?? []).map((sample) => ({ ...sample, at: sample.at - playedStep })),
    playedStep,
  );
}

export interface VolumeHistory {
  readonly name: string;
  /** Used bytes of each hour. */
  readonly used: Outcome<RegularSeries>;
  readonly size: number;
}

/** Used bytes and capacity of volume claims; empty where Prometheus has no data on them. */
export async function measuredVolumes(of: Asked): Promise<readonly VolumeHistory[]> {
  const by = (series: string): string => `max by (namespace, persistentvolumeclaim) (${series})`;
  const [capacity, available] = [metrics.volumeCapacity.name, metrics.volumeAvailable.name];
  const [used, sizes] = [await range(of, `${by(capacity)} - ${by(available)}`), await of.source.instant(by(capacity), of.now)];
  if (used.kind !== 'series' || sizes.kind !== 'series' || used.warnings.length + sizes.warnings.length > 0) return [];
  return used.series.flatMap(({ labels, samples }) => {
    const [namespace = '', claim = ''] = [labels['namespace'], labels['persistentvolumeclaim']];
    const size = sizes.series.find((one) => one.labels['namespace'] === namespace && one.labels['persistentvolumeclaim'] === claim)?.samples[0]?.value;
    return size === undefined ? [] : [{ name: `volume ${namespace}/${claim}`, used: meansOf(ended(samples)), size }];
  });
}

/** Shifts samples to the start of their hour: Prometheus evaluates an hour at its end. */
function ended<Sample extends { readonly at: number }>(samples: readonly Sample[]): readonly Sample[] {
  return samples.map((sample) => ({ ...sample, at: sample.at - historyStep }));
}

/** Seconds between two samples of the pods' usage. */
const usageStep = 900;

/** Usage of one pod in the last two weeks, in millicores and MiB; undefined where Prometheus has no data. */
export async function measuredUsage(
  { source, now }: Asked,
  { namespace, name }: { readonly namespace: string; readonly name: string },
): Promise<(Usage & { readonly days: number }) | undefined> {
  const until = Math.floor(now / usageStep) * usageStep;
  const asked = podUse({ namespace, deployment: name });
  const values = async (expression: string): Promise<Float64Array> => {
    const answer = await source.range(expression, { from: until - 14 * 86_400, until, step: usageStep });
    if (answer.kind !== 'series' || answer.warnings.length > 0) return new Float64Array(0);
    return Float64Array.from(answer.series[0]?.samples ?? [], ({ value }) => value).filter((value) => Number.isFinite(value) && value >= 0);
  };
  const [cpu, memory] = [await values(asked.cpu), await values(asked.memory)];
  return cpu.length === 0 || memory.length === 0 ? undefined : { cpu, memory, days: (cpu.length * usageStep) / 86_400 };
}
