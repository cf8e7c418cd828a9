/** A destination outside the cluster to which a workload may connect: by address, or by name. */
import { z } from 'zod';
import { port } from './fields';

/**
 * A DNS name in lower case: `api.stripe.com`, or `*.example.com` for every name below a domain. GKE's Dataplane V2 reads the DNS answers that pods get and allows the addresses
 * in them, so a name must be resolved by the cluster's DNS (cloud.google.com/kubernetes-engine/docs/how-to/fqdn-network-policies).
 */
const hostName = z
  .string()
  .regex(
    /^(?=.{4,255}$)(?:\*\.(?=[^.]+\.[^.]))?(?:[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?\.)+(?=[^.]*[a-z])[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/,
    'must be a host name such as "api.stripe.com", or "*.example.com" for all below one: lower case, no scheme, port, path or address',
  );

export const destination = z.strictObject({
  /** An IPv4 range such as `10.0.0.7/32`. @default - the destination is stated by `host` */
  cidr: z.cidrv4('must be an IPv4 range such as "10.0.0.7/32"; a name goes into host').optional(),
  /** A DNS name. @default - the destination is stated by `cidr` */
  host: hostName.optional(),
  port,
  /** UDP for QUIC, StatsD or syslog. @default TCP */
  protocol: z.enum(['TCP', 'UDP'], 'must be TCP or UDP').optional(),
  /** The reason for so large a part of the internet, for reviewers. Required for a range larger than a /8. @default - none */
  reason: z.string().min(10, 'must say why, in at least 10 characters').optional(),
});
export type Destination = z.infer<typeof destination>;

/** A destination that is stated by address. */
export type AddressRange = Destination & { readonly cidr: string };
/** A destination that is stated by name. */
export type NamedHost = Destination & { readonly host: string };

export function isAddressRange(candidate: Destination): candidate is AddressRange {
  return candidate.cidr !== undefined;
}

export function isNamedHost(candidate: Destination): candidate is NamedHost {
  return candidate.host !== undefined;
}

/** Link-local addresses (RFC 3927): the cluster's name servers, and the metadata server from which pods get Google tokens. */
export const linkLocal = '169.254.0.0/16';

/** A range with a shorter prefix is a large part of the internet and needs a reason. */
export const shortestPrefix = 8;

/** Whether the range is so large that it may include the cluster itself or the metadata server by accident. */
export function isVast(cidr: string): boolean {
  return Number(cidr.split('/')[1]) < shortestPrefix;
}
