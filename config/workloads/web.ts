/** A web service: it answers HTTP requests, and the platform exposes, probes and scales it. */
import { z } from 'zod';
import { port } from '../fields';
import { furtherPorts } from '../further-ports';
import { health } from '../health-routes';
import { lifecycle } from '../lifecycle';
import { wholeSeconds } from '../quantities';
import { guardedRollout } from '../rollout';
import { scalingPolicy } from '../scaling';
import { unjudgedRoutes } from '../unjudged-routes';
import { shared } from './shared';

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

export const web = z.strictObject({
  kind: z.literal('web'),
  ...shared,
  port,
  /**
   * Further ports by name, inside the cluster only: `metrics` is where Prometheus asks for `telemetry.applicationMetrics`, all others are for who states them in `calls`
   * (`orders:grpc`, at `orders.<namespace>:<port>`). @default - none; Prometheus asks at `port`
   */
  ports: furtherPorts.optional(),
  path: pathPrefix.optional(),
  /** @default - `/health`, and `/health/ready` for readiness */
  health: health.optional(),
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
  rollout: guardedRollout.optional(),
  /** @default - `seedLifecycle`: it starts within seconds */
  lifecycle: lifecycle.optional(),
  /** Routes that are not judged by their latency: streams, WebSockets, long polls, uploads. @default - all are judged */
  unjudgedRoutes: unjudgedRoutes.optional(),
  scaling: scalingPolicy,
});
