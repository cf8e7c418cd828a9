/** How requests reach the cluster. */
import { z } from 'zod';
import { seedHealth, type Health } from './health-routes';
import { dnsLabel } from './fields';

export const hostname = z
  .string()
  .regex(/^(?=.{1,253}$)([a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?\.)+[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/, 'must be a full host name such as "api.lyo.example"');

/** Internal paths: metrics, and the API documentation and readiness of a FastAPI application. They are prefixes below the path of each workload. */
export const internalPaths = ['/metrics', '/docs', '/redoc', '/openapi.json', '/health/ready'] as const;
type InternalPath = (typeof internalPaths)[number];

/** Internal paths that are public all the same. Requests from outside to the others are refused. @default - none */
const alsoPublic = z.array(z.enum(internalPaths, `must be one of ${internalPaths.join(', ')}`)).optional();

/** The internal paths that are hidden from outside. */
function hiddenPaths({ alsoPublic: stated = [] }: Pick<Exposure, 'alsoPublic'>): readonly InternalPath[] {
  return internalPaths.filter((path) => !stated.includes(path));
}

/**
 * Hidden paths of a service, relative to its own path. Its readiness route is the one that the service states; it is not hidden where it is also the liveness route, or where it
 * lies outside the service's path, so that no request from outside reaches it.
 */
export function hiddenBelow(
  { path, health }: { readonly path: string; readonly health?: Health | undefined },
  exposed: Pick<Exposure, 'alsoPublic'>,
): readonly string[] {
  const hidden: readonly string[] = hiddenPaths(exposed);
  if (health === undefined || !hidden.includes(seedHealth.ready)) return hidden;
  const { live, ready } = health;
  const start = path.replace(/\/$/, '');
  return [...hidden.filter((one) => one !== seedHealth.ready), ...(live !== ready && ready.startsWith(`${start}/`) ? [ready.slice(start.length)] : [])];
}

export const exposure = z.discriminatedUnion('kind', [
  /** Gateway API: a global external Application Load Balancer of GKE. */
  z.strictObject({
    kind: z.literal('gateway'),
    hostname,
    /** Name of the reserved static address. */
    address: dnsLabel,
    /** Name of the Certificate Manager map that holds the managed certificate. */
    certificateMap: dnsLabel,
    /** Name of the Cloud Armor policy in front of the services. */
    securityPolicy: dnsLabel,
    /** Name of the TLS policy of the load balancer. */
    sslPolicy: dnsLabel,
    /** Requests per minute that one client address may send; further ones are answered with 429. */
    requestsPerMinute: z.int().min(1).max(1_000_000),
    alsoPublic,
    /** Name of the Cloud DNS zone that holds the host name. The zone is created by hand, because its name servers are entered at the registrar by hand. */
    dnsZone: dnsLabel,
  }),
  /** Plain Ingress, for clusters with an ingress controller of their own; the certificate is a Secret made outside. */
  z.strictObject({
    kind: z.literal('ingress'),
    hostname,
    className: dnsLabel,
    /** Namespace of the ingress controller's pods, which may then connect to the services. */
    controllerNamespace: dnsLabel,
    alsoPublic,
  }),
]);

export type Exposure = z.infer<typeof exposure>;
