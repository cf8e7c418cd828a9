/**
 * Whether a database has connections for all who may ask at once. A pod on its way out holds its connections until it ends, so a release at the policy's maximum is
 * what counts: pods · processes · (pool + overflow) of each workload, and what is reserved, must be at most what the server takes.
 */
import { connectionsOfPod, type Database } from '../database';
import { mostPods, type Counted } from '../most-pods';
import type { Workload } from '../workload';

export interface ConnectionShare {
  readonly workload: string;
  readonly pods: number;
  readonly ofPod: number;
  readonly connections: number;
  /** Most that pool and overflow of one process may be together while the others stay as they are; 0 where not even one connection a process is left. */
  readonly largestPool: number;
}

export interface ConnectionBudget {
  readonly database: string;
  readonly shares: readonly ConnectionShare[];
  readonly reserved: number;
  /** Asked for at once at the most, what is reserved among it. */
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
