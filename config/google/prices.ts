/** Prices of Google Cloud, as data with a date and a source. Another table can be given to `npm run cost -- --prices <file>`. */
import { z } from 'zod';
import { machineFamilies } from './machine-types';
import listed from './prices.json';

const price = z.number().min(0);
const share = z.number().gt(0).max(1);

/** Of one processor and one gibibyte of memory, which together make the price of every machine type of a family. */
const family = z.strictObject({ vcpuHour: price, gibHour: price, /** What a spot machine costs of it. */ spot: share });

export const prices = z.strictObject({
  /** The one of Google's list, of the panels and of the assumptions: a table in another would be added to those. */
  currency: z.literal('USD', 'must be "USD", the currency of the panels and of every other price'),
  asOf: z.iso.date('must be a date such as "2026-08-01"'),
  note: z.string(),
  sources: z.record(z.string(), z.string()),
  regions: z.record(z.string(), z.partialRecord(z.enum(machineFamilies), family)),
  /** What a committed machine costs of the list price. */
  commitment: z.strictObject({ '1y': share, '3y': share }),
  balancedDiskGibMonth: price,
  /** Of Hyperdisk, with the speed that is included (3,000 operations and 140 MiB a second). @default - its cost is reported as unknown */
  balancedHyperdiskGibMonth: price.optional(),
  clusterHour: price,
  /** Each machine behind the gateway costs, up to `mostMachines`; more cost as much as the gateway. */
  nat: z.strictObject({ machineHour: price, mostMachines: z.int().min(1), gatewayHourAbove: price, gib: price, addressHour: price }),
  /** The first five forwarding rules together, and every gibibyte in and out. */
  loadBalancer: z.strictObject({ rulesHour: price, gib: price }),
  /** Cloud Armor in front of the load balancer: each policy, each of its rules, and every request that they look at. */
  armor: z.strictObject({ policyMonth: price, ruleMonth: price, millionRequests: price }),
  egressGib: price,
  logging: z.strictObject({ gib: price, freeGib: price }),
  /**
   * Of Cloud SQL for PostgreSQL, edition Enterprise, in one zone; in two it costs twice as much. By region. @default - its cost is told as unknown
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
  /** The same of edition Enterprise Plus, machines `db-perf-optimized-N-…`. @default - its cost is told as unknown */
  cloudSqlPlus: z.record(z.string(), z.strictObject({ vcpuHour: price, gibHour: price, diskGibMonth: price, backupGibMonth: price.optional() })).optional(),
  /** A way to a service of Google inside the network (Private Service Connect), for an hour. @default - its cost is told as unknown */
  serviceEndpointHour: price.optional(),
  /** Each condition of an alert of Cloud Monitoring, in a month. @default - its cost is told as unknown */
  alertConditionMonth: price.optional(),
  /** Of Memorystore for Valkey, a node for an hour, by region and type. @default - its cost is told as unknown */
  memorystore: z.record(z.string(), z.record(z.string(), price)).optional(),
  /** Of Secret Manager: each version that is not destroyed, in a month and a place; reading is a few cents. @default - its cost is told as unknown */
  secretVersionMonth: price.optional(),
  /** Of a million samples; the first 50 billion of a month, beyond which they are cheaper. */
  managedPrometheus: z.strictObject({ millionSamples: price }),
  /** Assumed traffic and log volume. Replace these numbers first, by measured ones. */
  assumptions: z.strictObject({
    responseKib: price,
    requestKib: price,
    /** Traffic with what is outside the cluster, through Cloud NAT. */
    outsideKibPerRequest: price,
    logKibPerRequest: price,
    /** In a month. */
    logGibPerNode: price,
    /** Size of all backups and logs of a database, as a share of its disk. @default - as large as the disk */
    backupShare: price.optional(),
  }),
});

export type Prices = z.infer<typeof prices>;

export const listPrices: Prices = prices.parse(listed);
