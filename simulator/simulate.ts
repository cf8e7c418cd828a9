/** Plays one load through several scalers with the same pod model. */
import { delayBudget } from '../config/budgets/delay-budget';
import { seconds } from '../config/quantities';
import { latencyKnee, type ScalingPolicy } from '../config/scaling';
import type { TelemetrySettings } from '../config/telemetry-settings';
import { demandOf, quantileOf, type Load } from './load/load';
import { LoadError } from './load/load-error';
import { clairvoyantPlan } from './clairvoyant';
import { cpuScaler } from '../autoscaler/replay/kubernetes-scaler';
import type { Sampling } from '../autoscaler/replay/observed-pods';
import { reactiveScaler, type LostMetrics, type ReactiveOptions } from '../autoscaler/replay/reactive-scaler';
import type { Scaler } from '../autoscaler/replay/scaler';
import { neededPods, type Score } from '../autoscaler/replay/scores';
import type { PodModel } from '../autoscaler/replay/pod-model';
import { replay, type ReplayOptions, type Surroundings } from '../autoscaler/replay/replay';
import type { NodeModel } from '../autoscaler/replay/nodes';
import type { ReleaseModel } from '../autoscaler/replay/release';
import { startUpNumbers, type StartUp } from '../autoscaler/replay/start-up';
import { drawnPods, type DrawnPods } from './start-up/drawn-pods';

export interface Simulation {
  readonly load: Load;
  readonly policy: ScalingPolicy;
  /** The policy from whose targets the pod model is derived, when two policies are compared with the same pods. @default - the played policy */
  readonly podsOf?: ScalingPolicy;
  readonly telemetry: TelemetrySettings;
  /** Most CPU of a pod as a multiple of its request (limit / request). */
  readonly burst: number;
  /** From the decision until a pod is ready. */
  readonly startUp: StartUp;
  /** Seed of start-ups that are drawn. @default 1 */
  readonly seed?: number;
  readonly podsAtPeak: number;
  readonly scale: number;
  /** What the optimizer would have published (published-forecast.ts); only `forecast` in `--compare` needs it. @default - nothing */
  readonly forecast?: PublishedForecast;
  /** Sampling of the CPU metric for plain autoscalers. */
  readonly sampling: Sampling;
  /** Node model. @default - all pods get a place at once */
  readonly nodes?: NodeModel;
  /** Quota of pods. @default - no limit */
  readonly quota?: number;
  /** Prometheus does not answer meanwhile, so our policy has its failsafe alone. @default - it always answers */
  readonly metricsLost?: LostMetrics;
  /** A release; at the peak where `at` is not given. @default - none */
  readonly release?: Omit<ReleaseModel, 'at'> & { readonly at?: number };
}

export interface PublishedForecast {
  /** Values of the optimizer's gauges at a second of the load. */
  readonly published: NonNullable<ReactiveOptions['published']>;
  /** The days that have a history before them, in order. */
  readonly days: readonly ForecastDay[];
}

export interface ForecastDay {
  /** Seconds since the start of the load. */
  readonly from: number;
  /** Whether the day before would have been better with the forecast. Without trust nothing is published. */
  readonly trusted: boolean;
  readonly why: string;
}

export interface Outcome extends Score, Partial<Surroundings> {
  /** Pod-hours as a multiple of those of the clairvoyant plan (oracle). */
  readonly costOverOracle: number;
  /** Start-ups of the pods that were started. @default - they were not drawn, all are the same */
  readonly drawn?: DrawnPods;
}

/** Seconds of a tick; a divisor of the usual sync periods. */
const tick = 5;
/** Quantile of the load that counts as its peak. */
const peakShare = 0.999;
const timeout = 20;

/** The pod model. At the CPU target a pod serves exactly the requests of the request-rate target, so that neither signal is stricter than the other only by its setting. */
function modelOf({ policy, podsOf: { signals } = policy, burst, startUp }: Simulation): PodModel {
  const capacity = (signals.requestRate?.perPod ?? 100) / ((signals.cpu?.utilization ?? 70) / 100);
  return { capacity, burst, knee: latencyKnee, startUp, variation: 1, timeout };
}

/** Callbacks of an observer. */
export interface Watch {
  readonly onTick?: ReplayOptions['onTick'];
  /** Called at each sync of our policy. */
  readonly onSignals?: ReactiveOptions['onSignals'];
}

/** A load with its pod model, on which scalers can be played. */
export interface Playground {
  /** Seconds of a tick. */
  readonly tick: number;
  readonly minReplicas: number;
  readonly maxReplicas: number;
  /** Needed pods at each tick. */
  readonly needed: readonly number[];
  /** Needed pods at the peak, which is exceeded in a thousandth of the time. */
  readonly neededAtPeak: number;
  /** @param name name of a scaler, as in `--compare` */
  play(name: string, watch?: Watch): Outcome;
}

/** Requests per second at each tick of `tick` seconds, and the pods that serve them. */
export interface LoadedPods {
  readonly model: PodModel;
  readonly demand: Float64Array;
  readonly tick: number;
}

/** @throws LoadError for a load of zeros only */
export function loadedPods(simulation: Simulation): LoadedPods {
  const { load, scale, podsAtPeak } = simulation;
  const model = modelOf(simulation);
  const peak = quantileOf(load.values, peakShare);
  if (!(peak > 0)) throw new LoadError([`${load.name}: must have a load above 0`]);
  return { model, demand: demandOf(load, tick, (scale * podsAtPeak * model.capacity * latencyKnee) / peak), tick };
}

/**
 * The clairvoyant knows the start-up of each pod and starts it that much earlier. Where start-ups are drawn, it is played with their mean for all pods, which is what such a plan costs in the long run;
 * so it never has too few pods, and costs are compared with the same whatever the spread (docs/decisions/0203-drawn-start-ups.md).
 *
 * @throws LoadError for a load of zeros only
 */
export function playground(simulation: Simulation): Playground {
  const { policy, seed } = simulation;
  const { minReplicas, maxReplicas } = policy;
  const { model, demand } = loadedPods(simulation);
  const { mean: startUp } = startUpNumbers(simulation.startUp);
  const needed = Array.from(demand, (requests) => neededPods(model, requests));
  const neededAtPeak = quantileOf(needed, peakShare);
  const plan = clairvoyantPlan(needed, Math.ceil(startUp / tick), policy);
  const syncPeriod = Math.max(tick, Math.round(seconds(simulation.telemetry.syncPeriod) / tick) * tick);
  const bounded = (pods: number): number => Math.min(maxReplicas, Math.max(minReplicas, pods));
  const common = { demand, tick, syncPeriod, model, seed };
  const clairvoyant = { ...common, ...planned(plan, startUp), model: { ...model, startUp } };
  const oracle = replay(clairvoyant);
  const around = { nodes: simulation.nodes, quota: simulation.quota, release: releaseAt(simulation.release, demand) };
  const played = (name: string, { onTick, onSignals }: Watch): Omit<Outcome, 'costOverOracle'> => {
    if (name === 'oracle') return replay({ ...clairvoyant, onTick });
    const initialReplicas = bounded(name === 'static' ? neededAtPeak : (needed[0] ?? 1));
    const scaler = name === 'static' ? { name: 'static peak', sync: () => initialReplicas } : scalerOf(name, simulation, { model, onSignals });
    const drawn: number[] = [];
    const score = replay({ ...common, ...around, scaler, initialReplicas, onTick, onStart: (seconds) => drawn.push(seconds) });
    return typeof simulation.startUp === 'number' ? score : { ...score, drawn: drawnPods(drawn) };
  };
  return {
    tick,
    minReplicas,
    maxReplicas,
    needed,
    neededAtPeak,
    play(name, watch) {
      const score = name === 'oracle' && watch === undefined ? oracle : played(name, watch ?? {});
      return { ...score, costOverOracle: score.podHours / oracle.podHours };
    },
  };
}

export function simulate(simulation: Simulation & { readonly compare: readonly string[] }): readonly Outcome[] {
  const ground = playground(simulation);
  return simulation.compare.map((name) => ground.play(name));
}

function releaseAt(release: Simulation['release'], demand: Float64Array): ReleaseModel | undefined {
  if (release === undefined) return undefined;
  const peak = demand.reduce((most, requests, index) => (requests > (demand[most] ?? 0) ? index : most), 0);
  return { ...release, at: release.at ?? peak * tick };
}

/** A scaler with our policy. The age of its signals at a sync is the delay budget without the sync itself. */
function reactive({ telemetry, policy, sampling, metricsLost }: Simulation, pods: Pods, name = 'our policy'): Scaler {
  const delay = delayBudget(telemetry).waits.reduce((sum, { of, typical }) => sum + (of === 'autoscaler' ? 0 : typical), 0);
  return reactiveScaler({ name, policy, ...pods, window: seconds(telemetry.window), delay, sampling, lost: metricsLost });
}

type Pods = Pick<ReactiveOptions, 'model' | 'onSignals' | 'published'>;

function scalerOf(name: string, simulation: Simulation, pods: Pods): Scaler {
  const percent = /^hpa(\d+)$/.exec(name)?.[1];
  const { sampling, policy } = simulation;
  if (name === 'forecast') {
    if (simulation.forecast === undefined) throw new Error('a simulation with the forecast must have what is published (withForecast)');
    return reactive(simulation, { ...pods, published: simulation.forecast.published }, 'our policy with forecast');
  }
  if (percent === undefined) return reactive(simulation, pods);
  return cpuScaler({ percent: Number(percent), minReplicas: policy.minReplicas, maxReplicas: policy.maxReplicas, sampling });
}

/** A scaler that follows the clairvoyant plan. The plan contains pods that exist, and starts them one start-up before they are needed. It decides at every tick. */
function planned(plan: readonly number[], startUp: number): Pick<ReplayOptions, 'scaler' | 'initialReplicas' | 'syncPeriod'> {
  const lead = Math.ceil(startUp / tick);
  const initialReplicas = plan.slice(0, lead + 1).reduce((most, pods) => Math.max(most, pods), 1);
  const at = (index: number): number => plan[Math.min(index, plan.length - 1)] ?? 1;
  return { scaler: { name: 'clairvoyant', sync: ({ now }) => at(now / tick + 1) }, initialReplicas, syncPeriod: tick };
}
