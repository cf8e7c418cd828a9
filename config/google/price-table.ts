/** The form of a table of prices: data with a date and a source. `npm run cost -- --prices <file>` takes another table. */
import { z } from 'zod';
import { machineFamilies } from './machine-types';

/** So that no sum of a bill is beyond what a number can hold, in any currency. */
const most = 1e12;
const price = z.number().min(0).max(most);
const share = z.number().gt(0).max(1);
const date = z.iso.date('must be a date such as "2026-08-01"');
const currency = z.string('must be an ISO 4217 code such as "EUR"').regex(/^[A-Z]{3}$/, 'must be an ISO 4217 code such as "EUR"');

/** Prices of one processor and one gibibyte of memory for an hour. The price of each machine type of a family is made of both. */
const family = z.strictObject({ vcpuHour: price, gibHour: price, /** Price of a Spot machine as a share of that price. */ spot: share });

export const prices = z.strictObject({
  /** Currency of every amount of the table; costs, proposals and panels are in it too. */
  currency,
  /** What the billing account pays in, where the table has other amounts: `rate` units of it are one of the table's, by whom and since when. @default - the currency of the table */
  billed: z.strictObject({ currency, rate: z.number().gt(0).max(most), asOf: date, source: z.string().min(1) }).optional(),
  asOf: date,
  note: z.string(),
  sources: z.record(z.string(), z.string()),
  regions: z.record(z.string(), z.partialRecord(z.enum(machineFamilies), family)),
  /** Price of a committed machine as a share of the list price. */
  commitment: z.strictObject({ '1y': share, '3y': share }),
  balancedDiskGibMonth: price,
  /** Hyperdisk Balanced with the performance that is included (3,000 operations and 140 MiB per second). @default - its cost is reported as unknown */
  balancedHyperdiskGibMonth: price.optional(),
  clusterHour: price,
  /** Cloud NAT: a price per machine up to `mostMachines`, and `gatewayHourAbove` for all machines when there are more. */
  nat: z.strictObject({ machineHour: price, mostMachines: z.int().min(1), gatewayHourAbove: price, gib: price, addressHour: price }),
  /** Load balancer: `rulesHour` for the first five forwarding rules together, and a price for each gibibyte in and out. */
  loadBalancer: z.strictObject({ rulesHour: price, gib: price }),
  /** Cloud Armor: each policy, each of its rules, and each million requests that it inspects. */
  armor: z.strictObject({ policyMonth: price, ruleMonth: price, millionRequests: price }),
  egressGib: price,
  logging: z.strictObject({ gib: price, freeGib: price }),
  /**
   * Cloud SQL for PostgreSQL, edition Enterprise, in one zone, by region. In two zones it costs twice as much. @default - its cost is reported as unknown
   */
  cloudSql: z
    .record(
      z.string(),
      z.strictObject({
        vcpuHour: price,
        gibHour: price,
        diskGibMonth: price,
        backupGibMonth: price,
        /** `db-f1-micro` and `db-g1-small`. */ sharedHour: z.record(z.string(), price).optional(),
      }),
    )
    .optional(),
  /** The same for edition Enterprise Plus, machines `db-perf-optimized-N-…`. @default - its cost is reported as unknown */
  cloudSqlPlus: z.record(z.string(), z.strictObject({ vcpuHour: price, gibHour: price, diskGibMonth: price, backupGibMonth: price.optional() })).optional(),
  /** A Private Service Connect endpoint, for an hour. @default - its cost is reported as unknown */
  serviceEndpointHour: price.optional(),
  /** Each condition of an alert in Cloud Monitoring, for a month. @default - its cost is reported as unknown */
  alertConditionMonth: price.optional(),
  /** A node of Memorystore for Valkey for an hour, by region and node type. @default - its cost is reported as unknown */
  memorystore: z.record(z.string(), z.record(z.string(), price)).optional(),
  /** Secret Manager: each version that is not destroyed, for a month and a location. Reading costs a few cents and is left out. @default - its cost is reported as unknown */
  secretVersionMonth: price.optional(),
  /** A million samples, among the first 50 billion of a month; further ones are cheaper. */
  managedPrometheus: z.strictObject({ millionSamples: price }),
  /** Assumed traffic and log volume. Replace these numbers first, with measured ones. */
  assumptions: z.strictObject({
    responseKib: price,
    requestKib: price,
    /** Traffic with destinations outside the cluster, through Cloud NAT. */
    outsideKibPerRequest: price,
    logKibPerRequest: price,
    /** Gibibytes of logs of one node in a month. */
    logGibPerNode: price,
    /** Size of all backups and logs of a database, as a share of its disk. @default - as large as the disk */
    backupShare: price.optional(),
  }),
});

export type Prices = z.infer<typeof prices>;
