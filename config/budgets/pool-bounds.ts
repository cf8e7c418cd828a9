/** The largest pool that the optimizer may give to a process of a tuned workload: with it, all tuned workloads together fit their database even at their maximum during a release. */
import type { Database } from '../database';
import type { TunedWorkload } from '../optimizer';
import type { Workload } from '../workload';
import { connectionBudget } from './connection-budget';

/** The most connections that a tunable may have, whatever the database allows. */
const mostConnections = 50;

interface Budgeted {
  readonly databases?: Readonly<Record<string, Database>> | undefined;
  readonly workloads: readonly Workload[];
  readonly optimizer?: { readonly tuned?: Readonly<Record<string, TunedWorkload>> | undefined } | undefined;
}

/** Names of the SQL databases that a workload uses. */
export function sqlDatabasesOf({ uses = {} }: Pick<Workload, 'uses'>, { databases = {} }: Pick<Budgeted, 'databases'>): readonly string[] {
  return Object.keys(uses).filter((name) => databases[name] !== undefined && databases[name].kind !== 'valkey');
}

/** Connections of one process: the largest pool that fits each SQL database of the workload, beside its own overflow. All tuned workloads share the spare connections evenly. Undefined without an SQL database. */
export function mostPoolOf(workload: Workload, environment: Budgeted): number | undefined {
  const { databases = {}, workloads, optimizer } = environment;
  const bounds = sqlDatabasesOf(workload, environment).flatMap((name) => {
    const [database, pool] = [databases[name], workload.uses?.[name]];
    if (database === undefined || pool === undefined) return [];
    const { shares, most, needed } = connectionBudget(name, database, workloads);
    const own = shares.find((share) => share.workload === workload.name);
    if (own === undefined) return [];
    const tuned = shares.filter((share) => optimizer?.tuned?.[share.workload]?.pool !== undefined || share === own);
    const spare = Math.max(most - needed, 0) / tuned.length;
    return [pool.pool + Math.floor(spare / (own.pods * (pool.processes ?? 1)))];
  });
  return bounds.length === 0 ? undefined : Math.min(...bounds, mostConnections);
}
