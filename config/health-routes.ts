/** Routes for liveness and readiness of a web service, and how telemetry distinguishes probes from requests. */
import { z } from 'zod';

const route = z
  .string()
  .regex(
    /^(?:\/(?!\.{1,2}(?:\/|$))[-\w.~]+)+\/?$/,
    'must be a route without parameters, of letters, digits, "-", ".", "_" and "~", such as "/healthz"; "/" itself is a page for users',
  )
  .max(256, 'must be at most 256 characters');

/** Full paths of the two routes, as a pod serves them. Both may be the same; then the readiness probe is recognized by its query. */
export const health = z.strictObject({
  /** Route of the liveness probe, the start-up probe and the load balancer's health check. */
  live: route,
  /** Route of the readiness probe. It is called every 10 s and traced: its spans are the heartbeat of the telemetry chain. */
  ready: route,
});
export type Health = z.infer<typeof health>;

/** Routes of the example, and of a web service that states none. */
export const seedHealth: Health = { live: '/health', ready: '/health/ready' };

export interface HealthRoutes extends Health {
  /** Path and query of the readiness probe. */
  readonly probe: string;
  /** Regular expression over whole span names, for the spans that signals exclude: both health routes, but no route with a similar name (`/patients/7/health`, `/health/records`). */
  readonly spanNames: string;
  readonly heartbeatSpan: string;
}

export function healthRoutesOf({ health: own = seedHealth }: { readonly health?: Health | undefined }): HealthRoutes {
  const { live, ready } = own;
  return {
    ...own,
    probe: live === ready ? `${ready}?probe=ready` : ready,
    spanNames: `[A-Z]+ ${either(live, ready)}`,
    heartbeatSpan: `GET ${ready}`,
  };
}

/** Regular expression over the health routes of several services, for panels that show all of them. */
export function namesOfAll(services: readonly { readonly health?: Health | undefined }[]): string {
  return [...new Set(services.map((service) => healthRoutesOf(service).spanNames))].join('|');
}

/** `/health` and `/health/ready` → `/health(/ready)?`; `/livez` and `/readyz` → `(/livez|/readyz)`. */
function either(live: string, ready: string): string {
  if (live === ready) return pattern(live);
  return ready.startsWith(`${live}/`) ? `${pattern(live)}(${pattern(ready.slice(live.length))})?` : `(${pattern(live)}|${pattern(ready)})`;
}

/** The path as a regular expression. `[.]` avoids a backslash, which each reader would have to escape in its own way. */
function pattern(path: string): string {
  return path.replaceAll('.', '[.]');
}
