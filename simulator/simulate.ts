/** Plays one load through several scalers on the same pods. */
import { delayBudget } from '../config/budgets/delay-budget';
import { seconds } from '../config/quantities';
import { latencyKnee, type ScalingPolicy } from '../config/scaling';
import type { TelemetrySettings } from '../config/telemetry-settings';
import { demandOf, quantileOf, type Load } from './load/load';
import { LoadError } from './load/load-error';
import { clairvoyantPlan } from './clairvoyant';
import { cpuScaler } from '../autoscaler/replay/kubernetes-scaler';
import type { Sampling } from '../autoscaler/replay/observed-pods';
import { reactiveScaler, type ReactiveOptions } from '../autoscaler/replay/reactive-scaler';
import type { Scaler } from '../autoscaler/replay/scaler';
import { neededPods, type Score } from '../autoscaler/replay/scores';
import type { PodModel } from '../autoscaler/replay/pod-model';
import { replay, type ReplayOptions, type Surroundings } from '../autoscaler/replay/replay';
import type { NodeModel } from '../autoscaler/replay/nodes';
import type { ReleaseModel } from '../autoscaler/replay/release';

export interface Simulation {
  readonly load: Load;
  readonly policy: ScalingPolicy;
  /** The policy whose targets say what a pod serves, where two policies are compared on the same pods. @default - the one that is played */
  readonly podsOf?: ScalingPolicy;
  readonly telemetry: TelemetrySettings;
  /** How many times the request a pod may use of CPU (limit / request). */
  readonly burst: number;
  readonly startUp: number;
  readonly podsAtPeak: number;
  readonly scale: number;
  /** What plain autoscalers see of CPU. */
  readonly sampling: Sampling;
  /** @default - pods find a place at once, as many as there are */
  readonly nodes?: NodeModel;
  /** Pods that there may be at once. @default - any number */
  readonly quota?: number;
  /** A release, at the peak where no second is said. @default - none */
  readonly release?: Omit<ReleaseModel, 'at'> & { readonly at?: number };
}

export interface Outcome extends Score, Partial<Surroundings> {
  /** Pod-hours over those of the clairvoyant plan. */
  readonly costOverOracle: number;
}

/** Seconds; divides every sync period that Kubernetes is run with. */
const tick = 5;
/** Share of time that the load the pods are scaled to is not exceeded. */
const peakShare = 0.999;
const timeout = 20;

/** A pod serves as many requests at the CPU target as the request-rate signal gives it, so that neither signal decides by how it was set up alone. */
function modelOf({ policy, podsOf: { signals } = policy, burst, startUp }: Simulation): PodModel {
  const capacity = (signals.requestRate?.perPod ?? 100) / ((signals.cpu?.utilization ?? 70) / 100);
  return { capacity, burst, knee: latencyKnee, startUp, variation: 1, timeout };
}

/** Who looks on. */
export interface Watch {
  readonly onTick?: ReplayOptions['onTick'];
  /** Of our policy, at each sync. */
  readonly onSignals?: ReactiveOptions['onSignals'];
}

/** A load on pods that are ready to be scaled. */
export interface Playground {
  /** Seconds between two looks at the load. */
  readonly tick: number;
  readonly minReplicas: number;
  readonly maxReplicas: number;
  /** Pods needed at each tick. */
  readonly needed: readonly number[];
  /** Pods needed at the peak, which is exceeded in a thousandth of the time. */
  readonly neededAtPeak: number;
  /** @param name as `--compare` takes it */
  play(name: string, watch?: Watch): Outcome;
}

/** @throws LoadError for a load that is nothing but zeros */
export function playground(simulation: Simulation): Playground {
  const { load, policy, scale, podsAtPeak, startUp } = simulation;
  const { minReplicas, maxReplicas } = policy;
  const model = modelOf(simulation);
  const peak = quantileOf(load.values, peakShare);
  if (!(peak > 0)) throw new LoadError([`${load.name}: must have a load above 0`]);
  const demand = demandOf(load, tick, (scale * podsAtPeak * model.capacity * latencyKnee) / peak);
  const needed = Array.from(demand, (requests) => neededPods(model, requests));
  const neededAtPeak = quantileOf(needed, peakShare);
  const plan = clairvoyantPlan(needed, Math.ceil(startUp / tick), policy);
  const syncPeriod = Math.max(tick, Math.round(seconds(simulation.telemetry.syncPeriod) / tick) * tick);
  const bounded = (pods: number): number => Math.min(maxReplicas, Math.max(minReplicas, pods));
  const common = { demand, tick, syncPeriod, model };
  const oracle = replay({ ...common, ...planned(plan, startUp) });
  const around = { nodes: simulation.nodes, quota: simulation.quota, release: releaseAt(simulation.release, demand) };
  const played = (name: string, { onTick, onSignals }: Watch): Score & Partial<Surroundings> => {
    if (name === 'oracle') return replay({ ...common, ...planned(plan, startUp), onTick });
    const initialReplicas = bounded(name === 'static' ? neededAtPeak : (needed[0] ?? 1));
    const scaler = name === 'static' ? { name: 'static peak', sync: () => initialReplicas } : scalerOf(name, simulation, { model, onSignals });
    return replay({ ...common, ...around, scaler, initialReplicas, onTick });
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

/** How old what a signal shows is at the autoscaler's sync: everything on the way but the sync itself. */
function reactive({ telemetry, policy, sampling }: Simulation, pods: Pods): Scaler {
  const delay = delayBudget(telemetry).waits.reduce((sum, { of, typical }) => sum + (of === 'autoscaler' ? 0 : typical), 0);
  return reactiveScaler({ name: 'our policy', policy, ...pods, window: seconds(telemetry.window), delay, sampling });
}

type Pods = Pick<ReactiveOptions, 'model' | 'onSignals'>;

function scalerOf(name: string, simulation: Simulation, pods: Pods): Scaler {
  const percent = /^hpa(\d+)$/.exec(name)?.[1];
  const { sampling, policy } = simulation;
  if (percent === undefined) return reactive(simulation, pods);
  return cpuScaler({ percent: Number(percent), minReplicas: policy.minReplicas, maxReplicas: policy.maxReplicas, sampling });
}

/** The plan counts pods that exist; they are ready one start-up later, which the plan has seen to. It decides at every tick. */
function planned(plan: readonly number[], startUp: number): Pick<ReplayOptions, 'scaler' | 'initialReplicas' | 'syncPeriod'> {
  const lead = Math.ceil(startUp / tick);
  const initialReplicas = plan.slice(0, lead + 1).reduce((most, pods) => Math.max(most, pods), 1);
  const at = (index: number): number => plan[Math.min(index, plan.length - 1)] ?? 1;
  return { scaler: { name: 'clairvoyant', sync: ({ now }) => at(now / tick + 1) }, initialReplicas, syncPeriod: tick };
}
