/**
 * The connection budget: whether a database has enough connections for all its clients at once. A terminating pod keeps its connections to its end, so the worst
 * case is a release at the policy's maximum: pods · processes · (pool + overflow) of each workload, plus what is reserved, must be at most the server's maximum.
 */
import { connectionsOfPod, type Database } from '../database';
import { mostPods, type Counted } from '../most-pods';
import type { Workload } from '../workload';

export interface ConnectionShare {
  readonly workload: string;
  readonly pods: number;
  readonly ofPod: number;
  readonly connections: number;
  /** The largest pool + overflow that one process of this workload may have while the other workloads stay unchanged; 0 if less than one connection per process is left. */
  readonly largestPool: number;
}

export interface ConnectionBudget {
  readonly database: string;
  readonly shares: readonly ConnectionShare[];
  readonly reserved: number;
  /** Most connections at once, including the reserved ones. */
  readonly needed: number;
  readonly most: number;
}

type Using = Counted & Pick<Workload, 'name' | 'uses'>;

export function connectionBudget(name: string, { connections: { most, reserved } }: Database, workloads: readonly Using[]): ConnectionBudget {
  const asked = workloads.flatMap((workload) => {
    const pool = workload.uses?.[name];
    if (pool === undefined) return [];
    const [pods, ofPod] = [mostPods(workload), connectionsOfPod(pool)];
    return [{ workload: workload.name, pods, ofPod, connections: pods * ofPod, processes: pool.processes ?? 1 }];
  });
  const needed = asked.reduce((sum, { connections }) => sum + connections, reserved);
  return {
    database: name,
    shares: asked.map(({ processes, ...share }) => ({
      ...share,
      largestPool: Math.max(0, Math.floor((most - needed + share.connections) / (share.pods * processes))),
    })),
    reserved,
    needed,
    most,
  };
}

/** `backend 80 pods × 15 = 1200, reserved 13` */
export function sharesText({ shares, reserved }: ConnectionBudget): string {
  return [...shares.map(({ workload, pods, ofPod, connections }) => `${workload} ${pods} pods × ${ofPod} = ${connections}`), `reserved ${reserved}`].join(', ');
}
