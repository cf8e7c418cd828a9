/** Plays a load on a simulated workload whose replicas a scaler decides. */
import type { Scaler, Seen } from './scaler';
import { Scores, type Score } from './scores';
import { Fleet } from './fleet';
import { Nodes, type NodeModel } from './nodes';
import { atMost, everywhere } from './places';
import { Release, type ReleaseModel } from './release';
import type { PodModel } from './pod-model';
import { RunningMean } from './running-mean';
import { drawnStartUps } from './start-up';

export interface ReplayOptions {
  /** Requests per second at each tick. */
  readonly demand: Float64Array;
  /** Seconds of one tick. */
  readonly tick: number;
  readonly syncPeriod: number;
  readonly model: PodModel;
  readonly scaler: Scaler;
  /** Wanted pods at the start; as many as have a place are ready. */
  readonly initialReplicas: number;
  /** Seed of start-ups that are drawn from a distribution. @default 1 */
  readonly seed?: number;
  /** Nodes for the pods. @default - unlimited places, at once */
  readonly nodes?: NodeModel;
  /** Most pods at once, including terminating ones. @default - no limit */
  readonly quota?: number;
  /** A release during the replay. @default - none */
  readonly release?: ReleaseModel;
  /** Called at each tick, for charts. @default - not called */
  readonly onTick?: (requests: number, ready: number, replicas: number) => void;
  /** Called for each pod that is started, with its start-up in seconds. @default - not called */
  readonly onStart?: (startUp: number) => void;
}

/** Results about nodes, quota and release. */
export interface Surroundings {
  /** Node-hours. @default - the replay had no node model */
  readonly nodeHours?: number;
  /** Percentage of the time in which a wanted pod had no place, because of the quota or the maximum of nodes. */
  readonly unplaced: number;
  /** Duration of the release in seconds. @default - there was none, or it did not end */
  readonly releaseSeconds?: number;
}

export function replay(options: ReplayOptions): Score & Surroundings {
  const { demand, tick, syncPeriod, model, scaler, onTick } = options;
  const means = {
    requests: new RunningMean(demand.length),
    cpu: new RunningMean(demand.length),
    ready: new RunningMean(demand.length),
    failures: new RunningMean(demand.length),
  };
  const mean: Seen['mean'] = (of, window, delay) => means[of].mean(Math.round(window / tick), Math.round(delay / tick));
  const scores = new Scores(model, tick);
  const ticksPerSync = Math.round(syncPeriod / tick);
  const { fleet, nodes, release } = groundOf(options);
  let unplaced = 0;
  for (let index = 0; index < demand.length; index += 1) {
    const now = index * tick;
    fleet.grow(now);
    release?.advance(now, fleet);
    if (fleet.unplaced > 0) unplaced += 1;
    const requests = demand[index] ?? 0;
    const served = Math.min(requests, fleet.ready * model.capacity * model.burst);
    means.requests.add(requests);
    means.cpu.add(served / model.capacity);
    means.ready.add(fleet.ready);
    means.failures.add(requests - served);
    scores.add(requests, fleet.ready, fleet.starting);
    onTick?.(requests, fleet.ready, fleet.replicas);
    if (index % ticksPerSync !== 0 || index === 0) continue;
    fleet.scale(scaler.sync({ now, replicas: fleet.replicas, ready: fleet.ready, recent: fleet.recent, mean }), now);
  }
  return { ...scores.total(scaler.name), unplaced: (100 * unplaced) / Math.max(demand.length, 1), ...endOf({ nodes, release }) };
}

interface Ground {
  readonly nodes: Nodes | undefined;
  readonly release: Release | undefined;
}

function groundOf({ initialReplicas, model, quota, seed = 1, onStart, ...asked }: ReplayOptions): Ground & { readonly fleet: Fleet } {
  const nodes = asked.nodes === undefined ? undefined : new Nodes(asked.nodes, initialReplicas);
  const release = asked.release === undefined ? undefined : new Release(asked.release);
  const places = nodes ?? everywhere;
  const draw = drawnStartUps(model.startUp, seed);
  const startUpOf: typeof draw = (placedAt, nth) => {
    const startUp = draw(placedAt, nth);
    onStart?.(startUp);
    return startUp;
  };
  const room = Math.min(quota ?? Infinity, asked.nodes === undefined ? Infinity : asked.nodes.maxNodes * asked.nodes.podsPerNode);
  const fleet = new Fleet(Math.min(initialReplicas, room), startUpOf, quota === undefined ? places : atMost(quota, places));
  // those without a place wait for one
  fleet.scale(initialReplicas, 0);
  return { nodes, release, fleet };
}

function endOf({ nodes, release }: Ground): Pick<Surroundings, 'nodeHours' | 'releaseSeconds'> {
  return {
    ...(nodes === undefined ? {} : { nodeHours: nodes.hours }),
    ...(release?.seconds === undefined ? {} : { releaseSeconds: release.seconds }),
  };
}
