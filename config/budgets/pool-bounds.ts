/** How many connections a process of a tuned workload may be given: so few that all that are tuned fit their database together, at their maximum in a release. */
import type { Database } from '../database';
import type { TunedWorkload } from '../optimizer';
import type { Workload } from '../workload';
import { connectionBudget } from './connection-budget';

/** Connections that a tunable may say at all. */
const mostConnections = 50;

interface Budgeted {
  readonly databases?: Readonly<Record<string, Database>> | undefined;
  readonly workloads: readonly Workload[];
  readonly optimizer?: { readonly tuned?: Readonly<Record<string, TunedWorkload>> | undefined } | undefined;
}

/** Databases that are spoken SQL with and that a workload uses. */
export function sqlDatabasesOf({ uses = {} }: Pick<Workload, 'uses'>, { databases = {} }: Pick<Budgeted, 'databases'>): readonly string[] {
  return Object.keys(uses).filter((name) => databases[name] !== undefined && databases[name].kind !== 'valkey');
}

/** The most that fits each of its SQL databases, beside its own overflow. What is to spare is shared evenly by all that are tuned. Undefined without such a database. */
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
