/** Plays one load through several scalers on the same pods. */
import { delayBudget } from '../config/delay-budget';
import { seconds } from '../config/quantities';
import type { ScalingPolicy } from '../config/scaling';
import type { TelemetrySettings } from '../config/telemetry-settings';
import { demandOf, quantileOf, type Load } from './load/load';
import { clairvoyantPlan } from './policies/clairvoyant';
import { cpuScaler } from './policies/kubernetes-scaler';
import { reactiveScaler } from './policies/reactive-scaler';
import type { Scaler } from './policies/scaler';
import { neededPods, type Score } from './scores';
import type { PodModel } from './world/pod-model';
import { replay } from './world/replay';

export interface Simulation {
  readonly load: Load;
  readonly policy: ScalingPolicy;
  readonly telemetry: TelemetrySettings;
  /** How many times the request a pod may use of CPU (limit / request). */
  readonly burst: number;
  /** Names as `--compare` takes them. */
  readonly compare: readonly string[];
  readonly startUp: number;
  readonly podsAtPeak: number;
  readonly scale: number;
}

export interface Outcome extends Score {
  /** Pod-hours over those of the clairvoyant plan. */
  readonly costOverOracle: number;
}

/** Seconds; divides every sync period that Kubernetes is run with. */
const tick = 5;
/** Utilization of the request at which queues begin to grow faster than an autoscaler reacts (config/scaling-rules.ts has the same). */
const knee = 0.85;
/** Share of time that the load the pods are scaled to is not exceeded. */
const peakShare = 0.999;
const timeout = 20;

/** A pod serves as many requests at the CPU target as the request-rate signal gives it, so that neither signal decides by how it was set up alone. */
function modelOf({ policy: { signals }, burst, startUp }: Simulation): PodModel {
  const capacity = (signals.requestRate?.perPod ?? 100) / ((signals.cpu?.utilization ?? 70) / 100);
  return { capacity, burst, knee, startUp, variation: 1, timeout };
}

export function simulate(simulation: Simulation): readonly Outcome[] {
  const { load, policy, scale, podsAtPeak, startUp } = simulation;
  const model = modelOf(simulation);
  const peak = quantileOf(load.values, peakShare);
  if (!(peak > 0)) throw new Error(`${load.name}: must have a load above 0`);
  const demand = demandOf(load, tick, (scale * podsAtPeak * model.capacity * knee) / peak);
  const needed = Array.from(demand, (requests) => neededPods(model, requests));
  const plan = clairvoyantPlan(needed, Math.ceil(startUp / tick), policy);
  const initialReplicas = Math.min(policy.maxReplicas, Math.max(policy.minReplicas, needed[0] ?? 1));
  const syncPeriod = Math.max(tick, Math.round(seconds(simulation.telemetry.syncPeriod) / tick) * tick);
  const scored = (scaler: Scaler, pods = initialReplicas): Score => replay({ demand, tick, syncPeriod, model, scaler, initialReplicas: pods });
  const oracle = replayPlan(demand, model, plan);
  return simulation.compare.map((name) => {
    const score =
      name === 'oracle'
        ? oracle
        : name === 'static'
          ? scored(staticScaler(needed, policy), staticPods(needed, policy))
          : scored(scalerOf(name, simulation, model));
    return { ...score, costOverOracle: score.podHours / oracle.podHours };
  });
}

function staticPods(needed: readonly number[], { maxReplicas }: ScalingPolicy): number {
  return Math.min(maxReplicas, quantileOf(needed, peakShare));
}

function staticScaler(needed: readonly number[], policy: ScalingPolicy): Scaler {
  return { name: 'static peak', sync: () => staticPods(needed, policy) };
}

/** How old what a signal shows is at the autoscaler's sync: everything on the way but the sync itself. */
function reactive(simulation: Simulation, model: PodModel): Scaler {
  const { telemetry, policy } = simulation;
  const delay = delayBudget(telemetry).waits.reduce((sum, { of, typical }) => sum + (of === 'autoscaler' ? 0 : typical), 0);
  return reactiveScaler({ name: 'our policy', policy, model, window: seconds(telemetry.window), delay });
}

function scalerOf(name: string, simulation: Simulation, model: PodModel): Scaler {
  const percent = /^hpa(\d+)$/.exec(name)?.[1];
  return percent === undefined ? reactive(simulation, model) : cpuScaler(Number(percent), simulation.policy);
}

/** The plan counts pods that exist; they are ready one start-up later, which the plan has seen to. */
function replayPlan(demand: Float64Array, model: PodModel, plan: readonly number[]): Score {
  let index = 0;
  const lead = Math.ceil(model.startUp / tick);
  const scaler: Scaler = {
    name: 'clairvoyant',
    sync: () => {
      index += 1;
      return plan[Math.min(index, plan.length - 1)] ?? 1;
    },
  };
  const initialReplicas = Math.max(...plan.slice(0, lead + 1), 1);
  return replay({ demand, tick, syncPeriod: tick, model, scaler, initialReplicas });
}
