/** How many pods of a workload the connections of its databases carry, while the other workloads hold what they may. */
import type { Environment } from '../environment';
import { connectionBudget } from './connection-budget';

export interface ConnectionReach {
  readonly database: string;
  /** Pods that the connections suffice for. @default - enough for the most pods of a release */
  readonly pods?: number;
  readonly why: string;
}

export function connectionReach({ databases = {}, workloads }: Pick<Environment, 'databases' | 'workloads'>, name: string): readonly ConnectionReach[] {
  return Object.entries(databases).flatMap(([database, of]): readonly ConnectionReach[] => {
    if (!('connections' in of)) return [];
    const budget = connectionBudget(database, of, workloads);
    const own = budget.shares.find(({ workload }) => workload === name);
    if (own === undefined) return [];
    const left = budget.most - (budget.needed - own.connections);
    const pods = Math.floor(left / own.ofPod);
    const why = `${budget.most} connections, ${own.ofPod} of each pod`;
    return [pods >= own.pods ? { database, why: `${why}: enough for all ${own.pods} pods of a release` } : { database, pods, why }];
  });
}
