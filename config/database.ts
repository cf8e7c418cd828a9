/** A database or cache outside the cluster, and the connections that a workload may open to it. */
import { z } from 'zod';
import { cloudSql, type CloudSql } from './google/cloud-sql';
import { memorystore, type Memorystore } from './google/memorystore';

const count = z.int().min(1, 'must be at least 1').max(1_000_000);

export const database = z.strictObject({
  /** What it is, for people and pictures. A cache such as Valkey or Redis has clients in place of connections. */
  kind: z.enum(['postgresql', 'mysql', 'valkey'], 'must be one of "postgresql", "mysql", "valkey"'),
  /** IP range and port of the server, because a network policy matches no host names. Every workload that uses the database may connect. */
  network: z.strictObject({ cidr: z.cidrv4('must be an IPv4 range such as "10.0.0.0/16"'), port: z.int().min(1).max(65535) }),
  connections: z.strictObject({
    /** The most connections that the server accepts: `max_connections` of PostgreSQL and MySQL, `maxclients` of Valkey. */
    most: count,
    /**
     * Connections that no workload gets: those that PostgreSQL reserves for superusers (`superuser_reserved_connections`, 3 by default, and `reserved_connections`), and
     * those of exporters, backups, proxies and people.
     */
    reserved: z.int().min(0).max(1_000_000),
  }),
  /**
   * How the infrastructure program creates the database on Google Cloud. Workloads that use it get its address in variables and sign in without a password. The address is one
   * of `network.endpoints`. @default - it is created outside of this program, and its address is stated in `network`
   */
  google: z.discriminatedUnion('service', [cloudSql, memorystore]).optional(),
});
export type Database = z.infer<typeof database>;

/** A database that the infrastructure program creates in Cloud SQL. */
export type CloudSqlDatabase = Database & { readonly google: CloudSql };
export type MemorystoreCache = Database & { readonly google: Memorystore };

export function isCloudSql(candidate: Database): candidate is CloudSqlDatabase {
  return candidate.google?.service === 'cloud-sql';
}

export function isMemorystore(candidate: Database): candidate is MemorystoreCache {
  return candidate.google?.service === 'memorystore';
}

/** Connections that one process of a workload may hold to a database. The names are SQLAlchemy's, whose own defaults are a pool of 5 and an overflow of 10. */
export const connectionPool = z.strictObject({
  /** Connections that are kept open. A Redis client with `max_connections=20` is a pool of 20. */
  pool: count,
  /** Further connections that are opened while all of the pool are busy. @default 0 */
  overflow: z.int().min(0).max(1_000_000).optional(),
  /** Processes of one pod with a pool of their own, or engines of one process. @default 1 */
  processes: count.optional(),
});
export type ConnectionPool = z.infer<typeof connectionPool>;

/** The most connections of one pod: processes · (pool + overflow). */
export function connectionsOfPod({ pool, overflow = 0, processes = 1 }: ConnectionPool): number {
  return processes * (pool + overflow);
}
