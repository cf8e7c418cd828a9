/** An environment: everything that differs between two clusters. The difference between dev.ts and prod.ts is the difference between the environments. */
import { z } from 'zod';
import { sizing } from './sizing';
import { telemetrySettings } from './telemetry';
import { cidr, dnsLabel, workload } from './workload';

const hostname = z
  .string()
  .regex(/^(?=.{1,253}$)([a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?\.)+[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/, 'must be a full host name such as "api.lyo.example"');

/** How requests reach the cluster. */
const exposure = z.discriminatedUnion('kind', [
  /** Gateway API: a global external Application Load Balancer of GKE. */
  z.strictObject({
    kind: z.literal('gateway'),
    hostname,
    /** Name of the reserved static address. */
    address: dnsLabel,
    /** Name of the Certificate Manager map that holds the managed certificate. */
    certificateMap: dnsLabel,
  }),
  /** Plain Ingress, for clusters with an ingress controller of their own; the certificate is a Secret made outside. */
  z.strictObject({
    kind: z.literal('ingress'),
    hostname,
    className: dnsLabel,
    /** Namespace of the ingress controller's pods, which may then connect to the services. */
    controllerNamespace: dnsLabel,
  }),
]);

export const environment = z.strictObject({
  name: dnsLabel,
  google: z.strictObject({
    project: z.string().regex(/^[a-z][a-z0-9-]{4,28}[a-z0-9]$/, 'must be a project id (6 to 30 of a-z, 0-9, "-")'),
    region: z.string(),
    zones: z.array(z.string()).min(1),
  }),
  cluster: z.strictObject({
    name: dnsLabel,
    /** Kubernetes minor version. */
    version: z.string().regex(/^1\.\d+$/, 'must be a minor version such as "1.36"'),
  }),
  nodePool: z.strictObject({
    machineType: z.string().regex(/^[a-z][a-z0-9]*-[a-z]+(-\d+)?$/, 'must be a machine type such as "e2-standard-4"'),
    /** Nodes in the whole pool, not per zone. */
    minNodes: z.int().min(1),
    maxNodes: z.int().min(1).max(1000),
  }),
  network: z.strictObject({ nodes: cidr, pods: cidr, services: cidr }),
  exposure,
  telemetry: telemetrySettings,
  workloads: z.array(workload).min(1),
  /** By name of workload or component. */
  sizing: z.record(z.string(), sizing),
});

export type Environment = z.infer<typeof environment>;
export type Exposure = z.infer<typeof exposure>;

/** What an author writes: as Environment, with sizing still unchecked because it comes from a data file. */
export type EnvironmentSource = Omit<Environment, 'sizing'> & { readonly sizing: unknown };
