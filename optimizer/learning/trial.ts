/** Replays a day through the autoscaler's own algorithm, with the values that would have been published and without. */
import type { PodModel } from '../../autoscaler/replay/pod-model';
import { reactiveScaler, type Published } from '../../autoscaler/replay/reactive-scaler';
import { replay } from '../../autoscaler/replay/replay';
import type { OptimizerSettings, WorkloadSettings } from '../config';
import type { Forecast } from '../timeseries/forecast/ensemble';
import { wantedHorizons } from './horizons';
import type { RehearsedDay } from './learn';
import { headroomFor, replicasFor, type Stance } from './stance';
import type { RegularSeries } from '../timeseries/series';

/** Seconds of one step of the replay: the interval of the autoscaler, at a third of the cost of steps of 5 s. */
const tick = 15;

/** Seconds between two measurements of metrics-server, for the failsafe. */
const sampling = { window: 60, delay: 30 };

export interface TrialOutcome {
  /** Percent of the requests. */
  readonly violations: number;
  readonly podHours: number;
}

export type TrialSettings = Pick<OptimizerSettings, 'signals' | 'knee'> & { readonly workload: WorkloadSettings };

/** @param stance @default - nothing is published */
export function trial(rehearsal: RehearsedDay, settings: TrialSettings, stance?: Stance): TrialOutcome {
  const { workload, signals } = settings;
  const { scaling, startUp } = workload;
  const perPod = perPodOf(workload);
  const model = podModelOf(settings);
  const { demand } = demandOf(rehearsal.day);
  const published = stance === undefined ? undefined : (now: number): Published => publishedAt(rehearsal, now, { stance, startUp, perPod });
  const scaler = reactiveScaler({ name: 'tried', policy: scaling, model, window: signals.window, delay: signals.delay, sampling, published });
  const initialReplicas = Math.min(Math.max(Math.ceil((demand[0] ?? 0) / perPod), scaling.minReplicas), scaling.maxReplicas);
  const syncPeriod = Math.max(tick, Math.round(signals.syncPeriod / tick) * tick);
  const { violations, podHours } = replay({ demand, tick, syncPeriod, model, scaler, initialReplicas });
  return { violations, podHours };
}

/** Requests a second that a pod is meant to serve. */
export function perPodOf({ scaling }: Pick<WorkloadSettings, 'scaling'>): number {
  return scaling.signals.requestRate?.perPod ?? 100;
}

/** Pods that the load needs now; 0 when the load is not known. */
export function presentPods(settings: Pick<WorkloadSettings, 'scaling'>, load: number | undefined): number {
  return load === undefined || Number.isNaN(load) ? 0 : Math.ceil(load / perPodOf(settings));
}

/** A pod serves as many requests at the CPU target as the request-rate signal gives it, as in the simulator. */
export function podModelOf({ workload, knee }: TrialSettings): PodModel {
  const { scaling, startUp, burst } = workload;
  return { capacity: perPodOf(workload) / ((scaling.signals.cpu?.utilization ?? 70) / 100), burst, knee, startUp, variation: 1, timeout: 20 };
}

/** Requests a second at each tick: interpolated between the middles of the bins; in a gap the last value stays. */
export function demandOf({ values, step }: RegularSeries): { readonly demand: Float64Array; readonly tick: number } {
  const known = values.slice();
  let last = values.find((value) => !Number.isNaN(value)) ?? 0;
  for (const [index, value] of known.entries()) {
    if (Number.isNaN(value)) known[index] = last;
    else last = value;
  }
  const demand = Float64Array.from({ length: Math.floor((values.length * step) / tick) }, (_, index) => {
    const place = Math.max((index * tick) / step - 0.5, 0);
    const before = Math.floor(place);
    const from = known[before] ?? 0;
    return from + ((known[before + 1] ?? from) - from) * (place - before);
  });
  return { demand, tick };
}

export interface Publishing {
  readonly stance: Stance;
  readonly startUp: number;
  readonly perPod: number;
}

/**
 * What is published at a moment of the rehearsed day.
 * @param now seconds since its start
 */
export function publishedAt({ day: { step, values }, forecasts }: RehearsedDay, now: number, { stance, startUp, perPod }: Publishing): Published {
  if (stance.of === 'nothing') return { forecast: 0, headroom: stance.headroom };
  const bin = Math.floor(now / step);
  const wanted = wantedHorizons(now - bin * step, startUp, step);
  // the last whole bin is the one before, so that horizon 1 is the current bin
  const made = wanted.map((horizon) => forecasts.get(horizon)?.[bin - 1 + horizon]);
  const all = made.filter((forecast): forecast is Forecast => forecast !== undefined);
  // like the service: without a forecast it publishes nothing
  if (all.length < wanted.length) return { forecast: 0, headroom: 1 };
  const headroom = headroomFor(all, stance, values[bin - 1]);
  return { forecast: replicasFor(all, { ...stance, headroom }, perPod), headroom };
}
