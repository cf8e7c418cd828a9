/** A database or cache outside the cluster, and the connections that a workload may open to it. */
import { z } from 'zod';
import { cloudSql, type CloudSql } from './google/cloud-sql';
import { memorystore, type Memorystore } from './google/memorystore';

const count = z.int().min(1, 'must be at least 1').max(1_000_000);

export const database = z.strictObject({
  /** What it is, for people and pictures. A cache such as Valkey or Redis has clients in place of connections. */
  kind: z.enum(['postgresql', 'mysql', 'valkey'], 'must be one of "postgresql", "mysql", "valkey"'),
  /** Its addresses, because a network policy knows no names. Every workload that uses it may connect. */
  network: z.strictObject({ cidr: z.cidrv4('must be an IPv4 range such as "10.0.0.0/16"'), port: z.int().min(1).max(65535) }),
  connections: z.strictObject({
    /** What the server takes: `max_connections` of PostgreSQL and MySQL, `maxclients` of Valkey. */
    most: count,
    /**
     * What no workload may count on: connections that PostgreSQL keeps for superusers (`superuser_reserved_connections`, 3 as shipped, and `reserved_connections`), and
     * those of exporters, backups, proxies and people.
     */
    reserved: z.int().min(0).max(1_000_000),
  }),
  /**
   * How the infrastructure program makes it, at Google: workloads that use it are told where it is and sign in without a password. Its address is one of
   * `network.endpoints`. @default - others make it, and tell where it is
   */
  google: z.discriminatedUnion('service', [cloudSql, memorystore]).optional(),
});
export type Database = z.infer<typeof database>;

/** A database that the infrastructure program makes. */
export type CloudSqlDatabase = Database & { readonly google: CloudSql };
export type MemorystoreCache = Database & { readonly google: Memorystore };

export function isCloudSql(candidate: Database): candidate is CloudSqlDatabase {
  return candidate.google?.service === 'cloud-sql';
}

export function isMemorystore(candidate: Database): candidate is MemorystoreCache {
  return candidate.google?.service === 'memorystore';
}

/** Connections that one process of a workload may hold to a database. As SQLAlchemy calls them; its own defaults are 5 and 10. */
export const connectionPool = z.strictObject({
  /** Held open. A Redis client of `max_connections=20` is a pool of 20. */
  pool: count,
  /** Opened beside them while all are busy. @default 0 */
  overflow: z.int().min(0).max(1_000_000).optional(),
  /** Processes of one pod with a pool of their own, or engines of one process. @default 1 */
  processes: count.optional(),
});
export type ConnectionPool = z.infer<typeof connectionPool>;

/** Connections of one pod at their most. */
export function connectionsOfPod({ pool, overflow = 0, processes = 1 }: ConnectionPool): number {
  return processes * (pool + overflow);
}
