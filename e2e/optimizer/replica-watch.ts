/** Replicas of workloads over time, with the resulting slow requests and pod-hours. */
import { sleep } from '../waiting/stopwatch';

export interface ReplicaLook {
  /** Seconds since 1970. */
  readonly at: number;
  readonly replicas: number;
}

export interface ComparedSpan {
  readonly from: number;
  readonly until: number;
  /** Requests a second at a moment. */
  readonly load: (at: number) => number;
}

export interface Spent {
  /** Share of requests in seconds with too few pods; all requests of such a second count. */
  readonly slow: number;
  /** Share of requests beyond the capacity of the pods: unlike `slow`, it grows with the overload. */
  readonly beyond: number;
  readonly podHours: number;
}

/** Reads the replicas every second until it is stopped. */
export class ReplicaWatch {
  private readonly seen = new Map<string, ReplicaLook[]>();
  private stopping = false;
  private readonly looking: Promise<void>;

  public constructor(
    private readonly replicas: (workload: string) => Promise<number>,
    workloads: readonly string[],
  ) {
    for (const workload of workloads) this.seen.set(workload, []);
    this.looking = this.look();
  }

  public async stop(): Promise<ReadonlyMap<string, readonly ReplicaLook[]>> {
    this.stopping = true;
    await this.looking;
    return this.seen;
  }

  private async look(): Promise<void> {
    while (!this.stopping) {
      for (const [workload, looks] of this.seen) {
        // after a failed read the last value stays
        const replicas = await this.replicas(workload).catch(() => undefined);
        if (replicas !== undefined) looks.push({ at: Date.now() / 1000, replicas });
      }
      await sleep('1s');
    }
  }
}

/**
 * Adds up seconds. A pod serves after it has been wanted for its start-up time without a break; it costs from the second in which it is wanted. If in a second each
 * pod would have to serve more than it can, all requests of that second are too slow.
 */
export function spent(
  looks: readonly ReplicaLook[],
  { from, until, load }: ComparedSpan,
  { mostPerPod, startUp }: { readonly mostPerPod: number; readonly startUp: number },
): Spent {
  const wanted = (at: number): number => looks.findLast((look) => look.at <= at)?.replicas ?? looks[0]?.replicas ?? 0;
  let [slow, beyond, all, podSeconds] = [0, 0, 0, 0];
  for (let at = from; at < until; at += 1) {
    const serving = Math.min(wanted(at), ...Array.from({ length: startUp }, (_, back) => wanted(at - back)));
    const requests = load(at);
    all += requests;
    if (requests > serving * mostPerPod) slow += requests;
    beyond += Math.max(0, requests - serving * mostPerPod);
    podSeconds += wanted(at);
  }
  return { slow: slow / all, beyond: beyond / all, podHours: podSeconds / 3600 };
}
