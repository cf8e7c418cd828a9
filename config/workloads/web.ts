/** A web service: it answers HTTP requests, and the platform exposes, probes and scales it. */
import { z } from 'zod';
import { port } from '../fields';
import { furtherPorts } from '../further-ports';
import { health } from '../health-routes';
import { lifecycle } from '../lifecycle';
import { wholeSeconds } from '../quantities';
import { guardedRollout } from '../rollout';
import { scalingPolicy } from '../scaling';
import { webSignals } from '../signals';
import { unjudgedRoutes } from '../unjudged-routes';
import { shared } from './shared';

/**
 * Path prefix under the environment's host name, in whole segments: `/orders` matches `/orders` and `/orders/7`, not `/orders-of-others`; `/orders/` means the same.
 * The application receives the whole path: nothing is rewritten. @default - reachable inside the cluster only
 */
const pathPrefix = z
  .string()
  .regex(
    // characters without a special meaning in Gateway API, Ingress and Cloud Armor's expressions
    /^\/(?:(?!\.{1,2}(?:\/|$))[-\w.~]+(?:\/|$))*$/,
    'must start with "/", and each segment must be of letters, digits, "-", ".", "_" and "~", such as "/orders"',
  )
  // the API server's limit for a route (HTTPPathMatch of Gateway API)
  .max(1024, 'must be at most 1024 characters')
  .transform(withoutLastSlash);

/** Removes a slash at the end: Gateway API and Ingress ignore it, and a path below would have two slashes. */
export function withoutLastSlash(path: string): string {
  return path === '/' ? path : path.replace(/\/$/, '');
}

export const web = z.strictObject({
  kind: z.literal('web'),
  ...shared,
  port,
  /**
   * Further ports by name, inside the cluster only: Prometheus scrapes `telemetry.applicationMetrics` at `metrics`; every other port is for workloads that state it in `calls`
   * (`orders:grpc`, at `orders.<namespace>:<port>`). @default - none; Prometheus scrapes `port`
   */
  ports: furtherPorts.optional(),
  path: pathPrefix.optional(),
  /** @default - `/health`, and `/health/ready` for readiness */
  health: health.optional(),
  /**
   * `drain` is how long a stopping pod still accepts requests while it is removed from all load balancers; `grace` is the whole time until it is killed. In the time between it
   * finishes its last requests, so `grace - drain` is also the load balancer's timeout of a request.
   *
   * Google's edge is the slowest: the pod's address is removed from its network endpoint group, and every frontend must
   * learn of it, which takes tens of seconds (Google's own advice sleeps 40 s: cloud.google.com/knowledge/kb, article 6416). 40 s and 20 s for the last requests, where users
   * expect 2 s, make a grace of 60 s. A longer grace has a cost: terminating pods keep their place on a node and in the quota, and beyond the period of a
   * scale-in step the pods of two steps are terminating at once.
   */
  shutdown: z.strictObject({ drain: wholeSeconds('Kubernetes', { least: '0s' }), grace: wholeSeconds('Kubernetes') }),
  /** @default - `standardRollout`: a tenth more pods, each new pod ready for 20 s before an old one is stopped */
  rollout: guardedRollout.optional(),
  /** @default - `seedLifecycle`: the application starts within seconds */
  lifecycle: lifecycle.optional(),
  /** Routes that are not judged by their latency: streams, WebSockets, long polls, uploads. @default - all are judged */
  unjudgedRoutes: unjudgedRoutes.optional(),
  scaling: z.strictObject({ ...scalingPolicy.shape, signals: webSignals }),
});
