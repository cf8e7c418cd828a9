/** How requests reach the cluster. */
import { z } from 'zod';
import { seedHealth, type Health } from './health-routes';
import { dnsLabel } from './fields';

export const hostname = z
  .string()
  .regex(/^(?=.{1,253}$)([a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?\.)+[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/, 'must be a full host name such as "api.lyo.example"');

/** Paths that are for the cluster: metrics, and the documents and the readiness of a FastAPI application. Below the path of each workload; what begins with one is meant too. */
export const internalPaths = ['/metrics', '/docs', '/redoc', '/openapi.json', '/health/ready'] as const;
type InternalPath = (typeof internalPaths)[number];

/** Of the paths that are for the cluster, those that everybody may ask for. Others are not there for anybody outside. @default - none */
const alsoPublic = z.array(z.enum(internalPaths, `must be one of ${internalPaths.join(', ')}`)).optional();

/** What is for the cluster alone. */
function hiddenPaths({ alsoPublic: stated = [] }: Pick<Exposure, 'alsoPublic'>): readonly InternalPath[] {
  return internalPaths.filter((path) => !stated.includes(path));
}

/**
 * What is for the cluster alone below the path of a service, without that path: its readiness is where it says, unless everybody may see it as its liveness, or it lies
 * where no request from outside leads to.
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
    /** Requests that one client address may send in a minute; what is above is answered with 429. */
    requestsPerMinute: z.int().min(1).max(1_000_000),
    alsoPublic,
    /** Name of the Cloud DNS zone that holds the host name. It exists already: its name servers are entered at the registrar by hand. */
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
