/** Plays a load on a simulated workload whose pods a scaler decides. */
import type { Scaler, Seen } from './scaler';
import { Scores, type Score } from './scores';
import { Fleet } from './fleet';
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
  /** Called at each tick, for who draws a picture. @default - nobody looks */
  readonly onTick?: (requests: number, ready: number, replicas: number) => void;
}

export function replay({ demand, tick, syncPeriod, model, scaler, initialReplicas, onTick }: ReplayOptions): Score {
  const means = {
    requests: new RunningMean(demand.length),
    cpu: new RunningMean(demand.length),
    ready: new RunningMean(demand.length),
    failures: new RunningMean(demand.length),
  };
  const mean: Seen['mean'] = (of, window, delay) => means[of].mean(Math.round(window / tick), Math.round(delay / tick));
  const scores = new Scores(model, tick);
  const ticksPerSync = Math.round(syncPeriod / tick);
  const fleet = new Fleet(initialReplicas);
  for (let index = 0; index < demand.length; index += 1) {
    const now = index * tick;
    fleet.grow(now);
    const requests = demand[index] ?? 0;
    const served = Math.min(requests, fleet.ready * model.capacity * model.burst);
    means.requests.add(requests);
    means.cpu.add(served / model.capacity);
    means.ready.add(fleet.ready);
    means.failures.add(requests - served);
    scores.add(requests, fleet.ready, fleet.starting);
    onTick?.(requests, fleet.ready, fleet.replicas);
    if (index % ticksPerSync !== 0 || index === 0) continue;
    fleet.scale(scaler.sync({ now, replicas: fleet.replicas, ready: fleet.ready, recent: fleet.recent, mean }), now + model.startUp);
  }
  return scores.total(scaler.name);
}
