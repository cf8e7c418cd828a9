/** Memorystore for Valkey: what an environment may state of an instance, and what Google says of its nodes. */
import { z } from 'zod';
import { weekday } from '../fields';

interface CacheNode {
  /** Clients at most; half of it where nothing else is stated (cloud.google.com/memorystore/docs/valkey/quotas, read 2026-11). */
  readonly clients: number;
  /** Gigabytes that keys may take unless more is stated. */
  readonly keys?: number;
  /** Whether Google promises nothing of it. */
  readonly withoutPromise?: boolean;
}

/** By the name that people write. */
export const cacheNodes = {
  'shared-core-nano': { clients: 5_000, keys: 1.12, withoutPromise: true },
  'custom-pico': { clients: 32_000 },
  'custom-micro': { clients: 32_000 },
  'custom-mini': { clients: 32_000 },
  'standard-small': { clients: 32_000, keys: 5.2 },
  'highcpu-medium': { clients: 64_000 },
  'highmem-medium': { clients: 64_000, keys: 10.4 },
  'standard-large': { clients: 64_000 },
  'highmem-xlarge': { clients: 64_000, keys: 46.4 },
  'highmem-2xlarge': { clients: 64_000 },
} as const satisfies Readonly<Record<string, CacheNode>>;
type CacheNodeType = keyof typeof cacheNodes;

const nodeTypes = Object.keys(cacheNodes) as [CacheNodeType, ...CacheNodeType[]];

/** What is left when all its nodes are gone at once. */
const persistence = z.discriminatedUnion('kind', [
  /** Nothing: what is in it can be made again. */
  z.strictObject({ kind: z.literal('none') }),
  /** What it held at the last snapshot. */
  z.strictObject({ kind: z.literal('snapshots'), every: z.enum(['1h', '6h', '12h', '24h'], 'must be 1h, 6h, 12h or 24h') }),
  /** All but the last second, or all. */
  z.strictObject({ kind: z.literal('log'), written: z.enum(['every-second', 'always'], 'must be every-second or always') }),
]);

export const memorystore = z.strictObject({
  service: z.literal('memorystore'),
  version: z.enum(['VALKEY_7_2', 'VALKEY_8_0'], 'must be VALKEY_7_2 or VALKEY_8_0'),
  nodeType: z.enum(nodeTypes, `must be one of ${nodeTypes.join(', ')}`),
  /** Copies beside the primary, each in another zone where there is one; they answer reads, and one takes over. */
  replicas: z.int().min(0, 'must be at least 0').max(5, 'must be at most 5'),
  persistence,
  /** Whole copies, each day at an hour in UTC. @default - none */
  backup: z.strictObject({ hour: z.int().min(0).max(23), days: z.int().min(1, 'must be at least 1').max(365, 'must be at most 365') }).optional(),
  /** An hour in which nodes may be replaced for an update, UTC. */
  maintenance: z.strictObject({ day: weekday, hour: z.int().min(0).max(23) }),
});
export type Memorystore = z.infer<typeof memorystore>;

export const valkeyPort = 6379;

/** Lets pods sign in with the token of their own account, which is the password. */
export const cacheRole = 'roles/memorystore.dbConnectionUser';
