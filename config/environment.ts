/** An environment: everything that differs between two clusters. The difference between dev.ts and prod.ts is the difference between the environments. */
import { z } from 'zod';
import { alerting } from './alerting';
import { backup } from './backup';
import { ci } from './ci';
import { cluster } from './cluster';
import { consoles } from './consoles';
import { database } from './database';
import { exposure } from './exposure';
import type { TelemetrySource } from './left-out-caps';
import type { WorkloadSource } from './left-out-fields';
import { monitoring } from './monitoring';
import { network } from './network';
import { nodePool, placeholder } from './node-pool';
import { optimizer } from './optimizer';
import { registry } from './registry';
import { sizing } from './sizing';
import { budget, cost } from './spending';
import { telemetrySettings } from './telemetry-settings';
import { tracing } from './tracing';
import { dnsLabel } from './fields';
import { workload } from './workload';

export type { Exposure } from './exposure';

/** Region and zones of the nodes. */
const place = z.object({ region: z.string(), zones: z.array(z.string()).min(1) });
export type Place = z.infer<typeof place>;

const google = z.strictObject({
  project: z.string().regex(/^[a-z][a-z0-9-]{4,28}[a-z0-9]$/, 'must be a project id (6 to 30 of a-z, 0-9, "-")'),
  /** The account that pays for the project; the budget belongs to it. */
  billingAccount: z.string().regex(/^[0-9A-F]{6}(-[0-9A-F]{6}){2}$/, 'must be a billing account id such as "0A1B2C-3D4E5F-6A7B8C"'),
  ...place.shape,
});

export const environment = z.strictObject({
  name: dnsLabel,
  google,
  cluster,
  nodePool,
  network,
  exposure,
  registry,
  ci,
  backup,
  budget,
  /** @default - paid on demand, no spot nodes */
  cost: cost.optional(),
  /** @default - a scale-out waits for its node */
  placeholder: placeholder.optional(),
  telemetry: telemetrySettings,
  tracing,
  /** @default - two of each where a zone may be lost, else one */
  monitoring: monitoring.optional(),
  /** @default - `standardOptimizer`: where a policy has a forecast, the forecast acts and headroom is advice */
  optimizer: optimizer.optional(),
  alerting,
  consoles,
  /** Databases and caches outside the cluster by name, for `uses` of workloads. @default - none */
  databases: z.record(dnsLabel, database).optional(),
  workloads: z.array(workload).min(1),
  /** Requests, limits and bounds by name of workload or component. */
  sizing: z.record(z.string(), sizing),
});

export type Environment = z.infer<typeof environment>;

/** An environment as its author writes it: sizing is unchecked because it comes from a data file, and fields with a default may be left out. */
export type EnvironmentSource = Omit<Environment, 'sizing' | 'telemetry' | 'workloads'> & {
  readonly sizing: unknown;
  readonly telemetry: TelemetrySource;
  readonly workloads: readonly WorkloadSource[];
};
