/** Cloud SQL for PostgreSQL: what an environment may state of an instance, and what Google says of its machines. */
import { z } from 'zod';
import { timeOfDay, weekday } from '../fields';
import { disk } from '../quantities';

const days = z.int().min(1, 'must be at least 1').max(365, 'must be at most 365');

export const cloudSql = z.strictObject({
  service: z.literal('cloud-sql'),
  version: z.enum(['POSTGRES_15', 'POSTGRES_16', 'POSTGRES_17', 'POSTGRES_18'], 'must be POSTGRES_15 to POSTGRES_18'),
  /** Its machine: `db-custom-<processors>-<MiB>`, `db-perf-optimized-N-<processors>` of Enterprise Plus, `db-f1-micro` or `db-g1-small`. */
  tier: z.string(),
  /** Name of the database in it. */
  database: z.string().regex(/^[a-z][a-z0-9_]{0,62}$/, 'must be a name of lower case letters, digits and "_", at most 63'),
  /** How large its disk is at first, and how large it may become by itself: it never becomes smaller again. */
  disk: z.strictObject({ size: disk, most: disk }),
  backup: z.strictObject({
    /** When a backup is made each day, UTC. */
    start: timeOfDay,
    /** Days that backups are kept, and the last one after the instance itself is gone. */
    days,
    /** How many days back any second can be recovered: 7 at most, 35 with Enterprise Plus. */
    logDays: z.int().min(1, 'must be at least 1').max(35, 'must be at most 35'),
    /** Where they lie: another region, or `eu`, `us` or `asia`. Never where the instance is. */
    location: z.string(),
  }),
  /** An hour in which it may be restarted for an update, UTC. */
  maintenance: z.strictObject({ day: weekday, hour: z.int().min(0).max(23) }),
  /** Further settings of PostgreSQL as Cloud SQL knows them (cloud.google.com/sql/docs/postgres/flags). @default - none */
  flags: z.record(z.string().regex(/^[a-z][a-z0-9_.]*$/, 'must be a flag such as "work_mem"'), z.string()).optional(),
  /**
   * `proxy`: through Google's proxy beside the application, which signs in by IAM, without a password. `address`: by TLS to its address, with a password of Secret
   * Manager that somebody puts in.
   */
  through: z.enum(['proxy', 'address'], 'must be proxy or address'),
});
export type CloudSql = z.infer<typeof cloudSql>;

/** Its port as PostgreSQL speaks, and that of the proxy's other end. */
export const cloudSqlPorts = { direct: 5432, proxy: 3307 } as const;

export interface DatabaseMachine {
  readonly edition: 'ENTERPRISE' | 'ENTERPRISE_PLUS';
  readonly vcpus: number;
  /** Mebibytes. */
  readonly memory: number;
  /** Whether it shares its processor, and is promised nothing. */
  readonly shared: boolean;
}

const sharedMachines: Readonly<Record<string, number>> = { 'db-f1-micro': 614, 'db-g1-small': 1740 };
/** Processors of Enterprise Plus (N2); 8 GiB each, but for the largest (cloud.google.com/sql/docs/postgres/machine-series-overview, read 2026-11). */
const optimized: Readonly<Record<number, number>> = { 2: 16, 4: 32, 8: 64, 16: 128, 32: 256, 48: 384, 64: 512, 80: 640, 96: 768, 128: 864 };
/** Regions of Google without Enterprise Plus (cloud.google.com/sql/docs/postgres/instance-settings, read 2026-11). */
const withoutOptimized: readonly string[] = ['europe-north2', 'northamerica-south1'];

/** @returns undefined for a name that is no machine of Cloud SQL */
export function databaseMachine(tier: string): DatabaseMachine | undefined {
  const small = sharedMachines[tier];
  if (small !== undefined) return { edition: 'ENTERPRISE', vcpus: 1, memory: small, shared: true };
  const plus = /^db-perf-optimized-N-([1-9]\d*)$/.exec(tier)?.[1];
  const gib = plus === undefined ? undefined : optimized[Number(plus)];
  if (gib !== undefined) return { edition: 'ENTERPRISE_PLUS', vcpus: Number(plus), memory: gib * 1024, shared: false };
  const [, vcpus = '', memory = ''] = /^db-custom-([1-9]\d*)-([1-9]\d*)$/.exec(tier) ?? [];
  return isCustom(Number(vcpus), Number(memory)) ? { edition: 'ENTERPRISE', vcpus: Number(vcpus), memory: Number(memory), shared: false } : undefined;
}

/** One processor or an even number of them to 96, and 0.9 to 6.5 GiB each, of 256 MiB pieces and at least 3.75 GiB together. */
function isCustom(vcpus: number, memory: number): boolean {
  const counted = vcpus === 1 || (vcpus % 2 === 0 && vcpus >= 2 && vcpus <= 96);
  return counted && memory % 256 === 0 && memory >= 3840 && memory >= vcpus * 0.9 * 1024 && memory <= vcpus * 6.5 * 1024;
}

/** What is a tier, for messages. */
export const tierText =
  'db-custom-<processors>-<MiB> with 1 or an even number of processors to 96, each with 0.9 to 6.5 GiB in pieces of 256 MiB and at least 3840 together; db-perf-optimized-N-2, 4, 8, 16, 32, 48, 64, 80, 96 or 128; db-f1-micro or db-g1-small';

export function isIn(region: string, { edition }: DatabaseMachine): boolean {
  return edition === 'ENTERPRISE' || !withoutOptimized.includes(region);
}

/** Google's own `max_connections` by memory in GiB (cloud.google.com/sql/docs/postgres/flags, "max_connections"). */
const byMemory: readonly (readonly [least: number, connections: number])[] = [
  [120, 1000],
  [60, 800],
  [30, 600],
  [15, 500],
  [7.5, 400],
  [6, 200],
  [3.75, 100],
  [1.7, 50],
  [0, 25],
];
/** Mebibytes that one connection takes: a process of the server, with what it sorts and caches. */
const ofConnection = 10;

/** Connections that a machine carries: what Google gives it, or as many as half of its memory has room for. */
export function mostConnections({ memory }: Pick<DatabaseMachine, 'memory'>): number {
  const usual = byMemory.find(([least]) => memory / 1024 >= Number((least - 0.01).toFixed(2)))?.[1] ?? 0;
  return Math.max(usual, Math.floor(memory / 2 / ofConnection));
}

/** Connections that PostgreSQL keeps for superusers, who here are Google's own (`superuser_reserved_connections`). */
export const keptConnections = 3;

/**
 * Flags that are the same everywhere: sign-in by IAM, and what the benchmark for Google Cloud asks for (CIS Google Cloud Platform Foundation Benchmark 3.0.0, 6.2).
 * Connections and statements that change the schema are logged; what a statement holds is not.
 */
export const standardFlags: Readonly<Record<string, string>> = {
  'cloudsql.iam_authentication': 'on',
  'cloudsql.enable_pgaudit': 'on',
  log_connections: 'on',
  log_disconnections: 'on',
  log_error_verbosity: 'default',
  log_min_duration_statement: '-1',
  log_min_error_statement: 'error',
  log_min_messages: 'warning',
  log_statement: 'ddl',
};

/** All flags of an instance, by name. */
export function flagsOf({ flags = {} }: Pick<CloudSql, 'flags'>, connections: number): readonly { readonly name: string; readonly value: string }[] {
  const all = { ...flags, ...standardFlags, max_connections: String(connections) };
  return Object.entries(all)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, value]) => ({ name, value }));
}

/** Account at Google that pods sign in as. */
export function databaseAccount(name: string): string {
  return `database-${name}`;
}

/** Secret with the password, where nobody signs in by IAM. */
export function passwordSecret(name: string): string {
  return `database-${name}-password`;
}
