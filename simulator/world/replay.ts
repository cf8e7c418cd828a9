/** Plays a load on a simulated workload whose pods a scaler decides. */
import type { Scaler, Seen } from '../policies/scaler';
import { Scores, type Score } from '../scores';
import type { PodModel } from './pod-model';
import { RunningMean } from './running-mean';

export interface ReplayOptions {
  /** Requests a second at each tick. */
  readonly demand: Float64Array;
  /** Seconds. */
  readonly tick: number;
  readonly syncPeriod: number;
  readonly model: PodModel;
  readonly scaler: Scaler;
  /** Pods that are ready when the record begins. */
  readonly initialReplicas: number;
}

/** Seconds after which a pod is as good as an old one: the CPU initialization period and the window of its samples are over. */
const settledAfter = 600;

export function replay({ demand, tick, syncPeriod, model, scaler, initialReplicas }: ReplayOptions): Score {
  const means = {
    requests: new RunningMean(demand.length),
    cpu: new RunningMean(demand.length),
    ready: new RunningMean(demand.length),
    failures: new RunningMean(demand.length),
  };
  const mean: Seen['mean'] = (of, window, delay) => means[of].mean(Math.round(window / tick), Math.round(delay / tick));
  const scores = new Scores(model, tick);
  const ticksPerSync = Math.round(syncPeriod / tick);
  let pods: Pods = { ready: initialReplicas, starting: [], recent: [] };
  for (let index = 0; index < demand.length; index += 1) {
    const now = index * tick;
    pods = grown(pods, now);
    const requests = demand[index] ?? 0;
    const most = pods.ready * model.capacity * model.burst;
    const served = Math.min(requests, most);
    means.requests.add(requests);
    means.cpu.add(served / model.capacity);
    means.ready.add(pods.ready);
    means.failures.add(requests - served);
    scores.add(requests, pods.ready, pods.starting.length);
    if (index % ticksPerSync !== 0 || index === 0) continue;
    const replicas = pods.ready + pods.starting.length;
    pods = scaled(pods, scaler.sync({ now, replicas, ready: pods.ready, recent: pods.recent, mean }), now + model.startUp);
  }
  return scores.total(scaler.name);
}

interface Pods {
  readonly ready: number;
  /** Seconds at which each will be ready, the soonest first. */
  readonly starting: readonly number[];
  /** Seconds at which the young ones became ready, the oldest first. */
  readonly recent: readonly number[];
}

function grown(pods: Pods, now: number): Pods {
  const { ready, starting, recent } = pods;
  const [nextReady, oldest] = [starting[0] ?? Infinity, recent[0] ?? Infinity];
  if (nextReady > now && oldest > now - settledAfter) return pods;
  const grownUp = starting.filter((at) => at <= now);
  return {
    ready: ready + grownUp.length,
    starting: starting.slice(grownUp.length),
    recent: [...recent.filter((at) => at > now - settledAfter), ...grownUp.map(() => now)],
  };
}

/** Pods that are not ready leave first, then the youngest (ReplicaSet controller, `ActivePodsWithRanks`). */
function scaled(pods: Pods, wanted: number, readyAt: number): Pods {
  const present = pods.ready + pods.starting.length;
  if (wanted === present) return pods;
  if (wanted > present) return { ...pods, starting: [...pods.starting, ...new Array<number>(wanted - present).fill(readyAt)] };
  const starting = pods.starting.slice(0, Math.max(0, pods.starting.length - (present - wanted)));
  const ready = wanted - starting.length;
  return { ready, starting, recent: pods.recent.slice(0, Math.max(0, pods.recent.length - (pods.ready - ready))) };
}
