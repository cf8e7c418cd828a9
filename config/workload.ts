/** A web service that the platform runs, exposes and scales. */
import { z } from 'zod';
import { container, variableName } from './container';
import { connectionPool } from './database';
import { health } from './health-routes';
import { wholeSeconds } from './quantities';
import { rollout } from './rollout';
import { scalingPolicy } from './scaling';
import { lifecycle } from './lifecycle';
import { unjudgedRoutes } from './unjudged-routes';

/** RFC 1123 label: what Kubernetes accepts as the name of a Service. */
export const dnsLabel = z.string().regex(/^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/, 'must be a DNS label (lower case, digits, "-", at most 63)');

/** An image with a version: a tag other than `latest`, a digest, or both. */
export const pinnedImage = z
  .string()
  .regex(
    /^[a-z0-9.-]+(:\d+)?\/[a-z0-9._/-]+(:(?!latest(?:$|@))\w[\w.-]{0,127}(@sha256:[0-9a-f]{64})?|@sha256:[0-9a-f]{64})$/,
    'must be a full image name with a pinned tag or digest',
  );

export const cidr = z.cidrv4('must be an IPv4 range such as "10.0.0.0/16"');

/** Where somebody would write a name. NetworkPolicy, the firewall and the NAT gateway know addresses; what a name would take is in docs/scope.md. */
const destination = z.cidrv4(
  'must be an IPv4 range such as "10.0.0.7/32": a network policy knows no names; for a name, give the range behind it, or that of a proxy in front of it (docs/scope.md)',
);
const port = z.int().min(1).max(65535);

/**
 * Path prefix under the environment's host name, whole segments of it: `/orders` takes `/orders` and `/orders/7`, not `/orders-of-others`; `/orders/` is the same.
 * The application receives the whole path: nothing is rewritten. @default - reachable inside the cluster only
 */
const pathPrefix = z
  .string()
  .regex(
    // letters that mean themselves in each of its readers: Gateway API, Ingress, and the expression of Cloud Armor
    /^\/(?:(?!\.{1,2}(?:\/|$))[-\w.~]+(?:\/|$))*$/,
    'must start with "/", and each segment must be of letters, digits, "-", ".", "_" and "~", such as "/orders"',
  )
  // what the API server takes in a route (HTTPPathMatch of Gateway API)
  .max(1024, 'must be at most 1024 characters')
  .transform(withoutLastSlash);

/** A slash at the end means the same to Gateway API and Ingress, and a path below would have two. */
export function withoutLastSlash(path: string): string {
  return path === '/' ? path : path.replace(/\/$/, '');
}

export const workload = z.strictObject({
  /** Name of the Deployment, Service, container and autoscaler. */
  name: dnsLabel,
  namespace: dnsLabel,
  image: pinnedImage,
  port,
  path: pathPrefix.optional(),
  /** @default - `/health`, and `/health/ready` for readiness */
  health: health.optional(),
  /**
   * Plain settings; secrets never go here, but `$(NAME)` stands for one of `secrets` or `podFields`, as in `postgresql://app:$(DB_PASSWORD)@10.0.0.7/app`. A `PYTHONPATH` that the image sets by itself must be repeated here where requests are traced: variables of a
   * manifest replace those of an image, and this one is kept behind the injected one.
   */
  env: z.record(variableName, z.string()),
  ...container,
  /** Databases of the environment by name, with the connections that one process may hold: it may connect to them, and all must fit. @default - none */
  uses: z.record(dnsLabel, connectionPool).optional(),
  /** Other destinations outside the cluster, such as a database; everything else is denied. `protocol` @default - TCP; UDP for what speaks QUIC, StatsD or syslog */
  egress: z.array(z.strictObject({ cidr: destination, port, protocol: z.enum(['TCP', 'UDP'], 'must be TCP or UDP').optional() })),
  /**
   * `drain` is how long a stopping pod goes on serving while endpoints forget it; `grace` is the whole time until it is killed. Between them it finishes what
   * it began, so `grace - drain` is also the longest time that the load balancer gives a request.
   *
   * Behind GKE's load balancer the slowest to forget is Google's edge: the pod's address is taken out of its network endpoint group, and every frontend is
   * told, which takes tens of seconds (Google's own advice sleeps 40 s: cloud.google.com/knowledge/kb, article 6416). 40 s, and 20 s for a request where users
   * wait 2 s, make a grace of 60 s. Longer is not free: pods on their way out keep their place on a node and in the quota, and a grace beyond the period of a
   * scale-in step holds the pods of two steps.
   */
  shutdown: z.strictObject({ drain: wholeSeconds('Kubernetes', { least: '0s' }), grace: wholeSeconds('Kubernetes') }),
  /** @default - `standardRollout`: a tenth more, each new pod ready for 20 s before an old one goes */
  rollout: rollout.optional(),
  /** @default - `seedLifecycle`: it starts within seconds */
  lifecycle: lifecycle.optional(),
  /** What the manifests put beside the application so that its requests are traced. */
  instrumentation: z.enum(['python', 'none']),
  /** C library of the image: Alpine's is musl. What is injected has compiled parts for each. @default glibc */
  libc: z.enum(['glibc', 'musl']).optional(),
  /** Routes that are not judged by their latency: streams, WebSockets, long polls, uploads. @default - all are judged */
  unjudgedRoutes: unjudgedRoutes.optional(),
  scaling: scalingPolicy,
});

export type Workload = z.infer<typeof workload>;
