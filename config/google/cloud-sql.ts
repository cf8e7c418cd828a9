/** Cloud SQL for PostgreSQL: the settings of an instance, and the machines that Google offers. */
import { z } from 'zod';
import { timeOfDay, weekday } from '../fields';
import { disk } from '../quantities';
import { table } from '../table';

const days = z.int().min(1, 'must be at least 1').max(365, 'must be at most 365');

export const cloudSql = z.strictObject({
  service: z.literal('cloud-sql'),
  version: z.enum(['POSTGRES_15', 'POSTGRES_16', 'POSTGRES_17', 'POSTGRES_18'], 'must be POSTGRES_15 to POSTGRES_18'),
  /** Machine of the instance: `db-custom-<processors>-<MiB>`, `db-perf-optimized-N-<processors>` of Enterprise Plus, `db-f1-micro` or `db-g1-small`. */
  tier: z.string(),
  /** Name of the database in the instance. */
  database: z.string().regex(/^[a-z][a-z0-9_]{0,62}$/, 'must be a name of lower case letters, digits and "_", at most 63'),
  /** Size of the disk at first, and the size up to which it grows automatically. A disk never shrinks. */
  disk: z.strictObject({ size: disk, most: disk }),
  backup: z.strictObject({
    /** When a backup is made each day, UTC. */
    start: timeOfDay,
    /** Days that backups are kept. The last backup is kept as long after the instance is deleted. */
    days,
    /** Days of write-ahead log: how far back the database can be restored to any second. At most 7, with Enterprise Plus 35. */
    logDays: z.int().min(1, 'must be at least 1').max(35, 'must be at most 35'),
    /** Where backups are stored: a region other than the instance's, or `eu`, `us` or `asia`. */
    location: z.string(),
  }),
  /** Weekly hour in which Google may restart the instance for an update, UTC. */
  maintenance: z.strictObject({ day: weekday, hour: z.int().min(0).max(23) }),
  /** Further settings of PostgreSQL by their names in Cloud SQL (cloud.google.com/sql/docs/postgres/flags). @default - none */
  flags: z.record(z.string().regex(/^[a-z][a-z0-9_.]*$/, 'must be a flag such as "work_mem"'), z.string()).optional(),
  /**
   * How pods connect. `proxy`: through Google's proxy beside the application, which signs in by IAM, without a password. `address`: by TLS to the instance's address, with a
   * password that somebody stores in Secret Manager.
   */
  through: z.enum(['proxy', 'address'], 'must be proxy or address'),
});
export type CloudSql = z.infer<typeof cloudSql>;

/** Ports of an instance: PostgreSQL's own, and the one to which Google's proxy connects. */
export const cloudSqlPorts = { direct: 5432, proxy: 3307 } as const;

export interface DatabaseMachine {
  readonly edition: 'ENTERPRISE' | 'ENTERPRISE_PLUS';
  readonly vcpus: number;
  /** Mebibytes. */
  readonly memory: number;
  /** Whether the machine shares its processor with others; Google gives no availability promise for it. */
  readonly shared: boolean;
}

const sharedMachines = table<Readonly<Record<string, number>>>({ 'db-f1-micro': 614, 'db-g1-small': 1740 });
/** Machines of Enterprise Plus (N2): memory in GiB by the number of processors. All but the largest have 8 GiB per processor (cloud.google.com/sql/docs/postgres/machine-series-overview, read 2026-11). */
const optimized: Readonly<Record<number, number>> = { 2: 16, 4: 32, 8: 64, 16: 128, 32: 256, 48: 384, 64: 512, 80: 640, 96: 768, 128: 864 };
/** Google Cloud regions without Enterprise Plus (cloud.google.com/sql/docs/postgres/instance-settings, read 2026-11). */
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

/** Whether a custom machine exists: 1 processor or an even number up to 96; 0.9 to 6.5 GiB per processor, in multiples of 256 MiB, and at least 3.75 GiB in total (same page). */
function isCustom(vcpus: number, memory: number): boolean {
  const counted = vcpus === 1 || (vcpus % 2 === 0 && vcpus >= 2 && vcpus <= 96);
  return counted && memory % 256 === 0 && memory >= 3840 && memory >= vcpus * 0.9 * 1024 && memory <= vcpus * 6.5 * 1024;
}

/** The tiers that exist, for messages. */
export const tierText =
  'db-custom-<processors>-<MiB> with 1 or an even number of processors to 96, each with 0.9 to 6.5 GiB in pieces of 256 MiB and at least 3840 together; db-perf-optimized-N-2, 4, 8, 16, 32, 48, 64, 80, 96 or 128; db-f1-micro or db-g1-small';

export function isIn(region: string, { edition }: DatabaseMachine): boolean {
  return edition === 'ENTERPRISE' || !withoutOptimized.includes(region);
}

/** Google's default `max_connections`, by memory from so many GiB (cloud.google.com/sql/docs/postgres/flags, "max_connections"). */
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
/** Mebibytes of one connection: a server process with its memory for sorting and caches. An assumption on the safe side. */
const ofConnection = 10;

/** The most connections that a machine can serve: Google's default, or what fits half of its memory, whichever is larger. */
export function mostConnections({ memory }: Pick<DatabaseMachine, 'memory'>): number {
  const usual = byMemory.find(([least]) => memory / 1024 >= Number((least - 0.01).toFixed(2)))?.[1] ?? 0;
  return Math.max(usual, Math.floor(memory / 2 / ofConnection));
}

/** Connections that PostgreSQL reserves for superusers (`superuser_reserved_connections`); in Cloud SQL those are Google's own. */
export const keptConnections = 3;

/**
 * Flags of every instance: sign-in by IAM, and those that the CIS Google Cloud Platform Foundation Benchmark 3.0.0 asks for in section 6.2.
 * Connections and statements that change the schema are logged; the values in statements are not.
 */
export const standardFlags = table<Readonly<Record<string, string>>>({
  'cloudsql.iam_authentication': 'on',
  'cloudsql.enable_pgaudit': 'on',
  log_connections: 'on',
  log_disconnections: 'on',
  log_error_verbosity: 'default',
  log_min_duration_statement: '-1',
  log_min_error_statement: 'error',
  log_min_messages: 'warning',
  log_statement: 'ddl',
});

/** All flags of an instance, sorted by name. */
export function flagsOf({ flags = {} }: Pick<CloudSql, 'flags'>, connections: number): readonly { readonly name: string; readonly value: string }[] {
  const all = { ...flags, ...standardFlags, max_connections: String(connections) };
  return Object.entries(all)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, value]) => ({ name, value }));
}

/** Name of the Google service account that pods sign in as. */
export function databaseAccount(name: string): string {
  return `database-${name}`;
}

/** Id of the secret with the password, for a database with `through: 'address'`. */
export function passwordSecret(name: string): string {
  return `database-${name}-password`;
}
