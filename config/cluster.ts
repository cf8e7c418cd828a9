/** The control plane: its version, who upgrades it when, and who may use it. */
import { z } from 'zod';
import { managedPrometheus } from './managed-prometheus';
import { wholeSeconds } from './quantities';
import { dnsLabel, timeOfDay, weekday } from './fields';

const instant = z.iso.datetime('must be a time in UTC such as "2026-12-20T00:00:00Z"');

/** Times at which Google may upgrade, and times at which it may not. */
const maintenance = z.strictObject({
  /** A weekly window; days and time are UTC. */
  window: z.strictObject({
    days: z.array(weekday).min(1),
    start: timeOfDay,
    length: wholeSeconds('GKE'),
  }),
  /** Further exclusions. Upgrades to another minor version are always excluded until the support of the current one ends: `cluster.version` makes those. */
  exclusions: z.array(
    z.strictObject({
      name: dnsLabel,
      from: instant,
      until: instant,
      scope: z.enum(['no-upgrades', 'no-minor-upgrades', 'no-minor-or-node-upgrades']),
    }),
  ),
});

export const cluster = z.strictObject({
  /** The service account of the nodes is called `<name>-nodes`, in at most 30 characters. */
  name: dnsLabel.regex(/^.{1,24}$/, 'must have at most 24 characters, or the account of its nodes has too many'),
  /** Whether `pulumi destroy`, and a change that would replace the cluster or its key, must fail. To remove the cluster: `false`, `pulumi up`, `pulumi destroy`. */
  protected: z.boolean(),
  /** Kubernetes minor version: the oldest that the control plane may run. */
  version: z.string().regex(/^1\.\d+$/, 'must be a minor version such as "1.36"'),
  releaseChannel: z.enum(['rapid', 'regular', 'stable', 'extended']),
  maintenance,
  /** How long a minor upgrade of the control plane can be rolled back: the time between the first of its two steps and the second. */
  rollbackSoak: wholeSeconds('GKE', { most: '315360000s' }),
  managedPrometheus,
  /** Whether traffic between nodes is encrypted a second time. Google's network encrypts it already, and the second encryption costs throughput. */
  encryptBetweenNodes: z.boolean(),
  /** The Google group that holds the groups to which RBAC may refer. @default - RBAC knows people and service accounts only */
  securityGroup: z
    .string()
    .regex(/^gke-security-groups@[a-z0-9.-]+\.[a-z]+$/, 'must be the group "gke-security-groups" of a domain')
    .optional(),
});

export type Cluster = z.infer<typeof cluster>;
