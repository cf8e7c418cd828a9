/** Routes for liveness and readiness of a web service, and how telemetry distinguishes probes from requests. */
import { z } from 'zod';

const route = z
  .string()
  .regex(
    /^(?:\/(?!\.{1,2}(?:\/|$))[-\w.~]+)+\/?$/,
    'must be a route without parameters, of letters, digits, "-", ".", "_" and "~", such as "/healthz"; "/" itself is a page for users',
  )
  .max(256, 'must be at most 256 characters');

/** The whole paths as a pod serves them. Both may be the same; then the readiness probe is recognized by its query. */
export const health = z.strictObject({
  /** Liveness, start-up, and the load balancer. */
  live: route,
  /** Readiness: probed every 10 s and traced, which makes it the heartbeat of the whole chain. */
  ready: route,
});
export type Health = z.infer<typeof health>;

/** As the example answers. */
export const seedHealth: Health = { live: '/health', ready: '/health/ready' };

export interface HealthRoutes extends Health {
  /** Path and query of the readiness probe. */
  readonly probe: string;
  /** The two, and nothing that is called alike (`/patients/7/health`, `/health/records`): excluded from signals. A regular expression over whole span names. */
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

/** Of several services; a picture of all of them leaves out what is a health route of one. */
export function namesOfAll(services: readonly { readonly health?: Health | undefined }[]): string {
  return [...new Set(services.map((service) => healthRoutesOf(service).spanNames))].join('|');
}

/** `/health` and `/health/ready` → `/health(/ready)?`; `/livez` and `/readyz` → `(/livez|/readyz)`. */
function either(live: string, ready: string): string {
  if (live === ready) return pattern(live);
  return ready.startsWith(`${live}/`) ? `${pattern(live)}(${pattern(ready.slice(live.length))})?` : `(${pattern(live)}|${pattern(ready)})`;
}

/** Without a backslash, which each of its readers would have to escape in its own way. */
function pattern(path: string): string {
  return path.replaceAll('.', '[.]');
}
