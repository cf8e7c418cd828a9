/** Memorystore for Valkey: the settings of an instance, and the nodes that Google offers. */
import { z } from 'zod';
import { weekday } from '../fields';

interface CacheNode {
  /** The largest `maxclients`. Google's default is half of it (cloud.google.com/memorystore/docs/valkey/quotas, read 2026-11). */
  readonly clients: number;
  /** Whether Google gives no availability promise for it. */
  readonly withoutPromise?: boolean;
}

/** Node types by the name in the configuration. */
export const cacheNodes = {
  'shared-core-nano': { clients: 5_000, withoutPromise: true },
  'custom-pico': { clients: 32_000 },
  'custom-micro': { clients: 32_000 },
  'custom-mini': { clients: 32_000 },
  'standard-small': { clients: 32_000 },
  'highcpu-medium': { clients: 64_000 },
  'highmem-medium': { clients: 64_000 },
  'standard-large': { clients: 64_000 },
  'highmem-xlarge': { clients: 64_000 },
  'highmem-2xlarge': { clients: 64_000 },
} as const satisfies Readonly<Record<string, CacheNode>>;
type CacheNodeType = keyof typeof cacheNodes;

const nodeTypes = Object.keys(cacheNodes) as [CacheNodeType, ...CacheNodeType[]];

/** What survives when all nodes of the instance fail at once. */
const persistence = z.discriminatedUnion('kind', [
  /** Nothing, for data that can be computed again. */
  z.strictObject({ kind: z.literal('none') }),
  /** The data of the last snapshot. */
  z.strictObject({ kind: z.literal('snapshots'), every: z.enum(['1h', '6h', '12h', '24h'], 'must be 1h, 6h, 12h or 24h') }),
  /** All data except the last second's (`every-second`), or all (`always`). */
  z.strictObject({ kind: z.literal('log'), written: z.enum(['every-second', 'always'], 'must be every-second or always') }),
]);

export const memorystore = z.strictObject({
  service: z.literal('memorystore'),
  version: z.enum(['VALKEY_7_2', 'VALKEY_8_0'], 'must be VALKEY_7_2 or VALKEY_8_0'),
  nodeType: z.enum(nodeTypes, `must be one of ${nodeTypes.join(', ')}`),
  /** Copies of the primary, spread over the zones. They answer reads, and one becomes the primary when that fails. */
  replicas: z.int().min(0, 'must be at least 0').max(5, 'must be at most 5'),
  persistence,
  /** Daily backup: the hour in UTC, and the days that each is kept. @default - none */
  backup: z.strictObject({ hour: z.int().min(0).max(23), days: z.int().min(1, 'must be at least 1').max(365, 'must be at most 365') }).optional(),
  /** Weekly hour in which Google may replace nodes for an update, UTC. */
  maintenance: z.strictObject({ day: weekday, hour: z.int().min(0).max(23) }),
});
export type Memorystore = z.infer<typeof memorystore>;

export const valkeyPort = 6379;

/** Role with which pods sign in by IAM: the password is a token of their own account. */
export const cacheRole = 'roles/memorystore.dbConnectionUser';
