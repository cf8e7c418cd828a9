/** Reads and writes the Lease that lets one run at a time apply; decides nothing. */
import { z } from 'zod';
import { liveObjects, type Identity } from '../live-objects';
import { deliveryNamespace, type Cluster } from './place';

const lease = z.object({
  metadata: z.object({ resourceVersion: z.string() }),
  spec: z.object({
    holderIdentity: z.string().default(''),
    leaseDurationSeconds: z.int().default(0),
    renewTime: z.string().default('never'),
    leaseTransitions: z.int().default(0),
  }),
});
export type Lease = z.infer<typeof lease>;

const name = 'apply';
export const leaseIdentity: Identity = { group: 'coordination.k8s.io', version: 'v1', kind: 'Lease', namespace: deliveryNamespace, name };

/** Name of the holder. */
export interface Stated {
  /** Empty when it is free. */
  readonly holder: string;
  /** Seconds for which it is valid. */
  readonly duration: number;
  /** Milliseconds since 1970. */
  readonly renewed: number;
}

export function readLease(cluster: Cluster): Lease | undefined {
  const [found] = liveObjects(cluster, [leaseIdentity]);
  return found === undefined ? undefined : leaseIn(found);
}

export function leaseIn(live: unknown): Lease {
  return lease.parse(live);
}

export type Written = { readonly kind: 'written'; readonly lease: Lease } | { readonly kind: 'outrun' } | { readonly kind: 'failed'; readonly why: string };

/** `outrun` when another run wrote since `before` was read. */
export function writeLease(cluster: Cluster, { holder, duration, renewed }: Stated, before: Lease | undefined): Written {
  const transitions = before === undefined ? 0 : before.spec.leaseTransitions + (before.spec.holderIdentity === holder ? 0 : 1);
  const object = {
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    metadata: { name, namespace: deliveryNamespace, ...(before === undefined ? {} : { resourceVersion: before.metadata.resourceVersion }) },
    // a Lease has times with microseconds
    spec: {
      holderIdentity: holder,
      leaseDurationSeconds: duration,
      renewTime: new Date(renewed).toISOString().replace('Z', '000Z'),
      leaseTransitions: transitions,
    },
  };
  const written = cluster.try([before === undefined ? 'create' : 'replace', '-f', '-', '--output=json'], JSON.stringify(object));
  if (written.ok) return { kind: 'written', lease: lease.parse(JSON.parse(written.output)) };
  return /AlreadyExists|already exists|Conflict|has been modified/.test(written.why) ? { kind: 'outrun' } : { kind: 'failed', why: written.why };
}
