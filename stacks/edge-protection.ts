/** Rules of Cloud Armor in front of the services. */
import type * as gcp from '@pulumi/gcp';
import { hiddenBelow, type Exposure } from '../config/exposure';

const everybody = { versionedExpr: 'SRC_IPS_V1', config: { srcIpRanges: ['*'] } };

export type ExposedWorkload = Parameters<typeof hiddenBelow>[0];

export interface ProtectedEdge extends Pick<Extract<Exposure, { kind: 'gateway' }>, 'requestsPerMinute' | 'alsoPublic'> {
  /** Those that requests are led to, by their path, for example `/` and `/orders`. */
  readonly workloads: readonly ExposedWorkload[];
}

/**
 * One client address may send so many requests in a minute; what is above is refused with 429 and tried again by well-behaved clients. What is for the cluster alone
 * is not there for anybody outside: Google's health checks and the kubelet do not come this way.
 */
export function securityRules({ requestsPerMinute, alsoPublic, workloads }: ProtectedEdge): gcp.types.input.compute.SecurityPolicyRule[] {
  return [
    {
      description: 'Limits each client address',
      priority: 1000,
      match: everybody,
      action: 'throttle',
      rateLimitOptions: {
        conformAction: 'allow',
        exceedAction: 'deny(429)',
        enforceOnKey: 'IP',
        rateLimitThreshold: { count: requestsPerMinute, intervalSec: 60 },
      },
    },
    ...internalRule(
      workloads.map((workload) => ({ start: startOf(workload), paths: hiddenBelow(workload, { alsoPublic }).map((path) => path.toLowerCase()) })),
    ),
    // the last rule must be stated, and the one before it has decided already
    { description: 'Everything else', priority: 2_147_483_647, match: everybody, action: 'allow' },
  ];
}

/** A path is compared as an application reads it: decoded. Case does not count here, although it does for FastAPI: paths that are refused in addition belong to no workload. */
function internalRule(workloads: readonly { readonly start: string; readonly paths: readonly string[] }[]): gcp.types.input.compute.SecurityPolicyRule[] {
  const starts = workloads.map(({ start }) => start);
  const sorted = workloads.toSorted((one, other) => (one.start < other.start ? -1 : 1));
  const hidden = sorted.flatMap(({ start, paths }) =>
    // what is another one's own path is meant for everybody
    paths
      .filter((path) => !starts.includes(`${start}${path}`))
      .map((path) => ({ start, path, shared: starts.some((other) => other.startsWith(`${start}${path}/`)) })),
  );
  const pattern = [
    ...alike(hidden.filter(({ shared }) => !shared)).map(([of, what]) => `(${of})(${what})(/|$)`),
    // another one's path lies below: the page itself is hidden, and what is below is not
    ...alike(hidden.filter(({ shared }) => shared)).map(([of, what]) => `(${of})(${what})/?$`),
  ];
  if (pattern.length === 0) return [];
  const expression = `request.path.urlDecode().lower().matches('^${pattern.length === 1 ? pattern.join('') : `(${pattern.join('|')})`}')`;
  return [{ description: 'Hides what is for the cluster', priority: 900, match: { expr: { expression } }, action: 'deny(404)' }];
}

function startOf({ path }: ExposedWorkload): string {
  return path.replace(/\/$/, '').toLowerCase();
}

/** Starts below which the same is hidden, and that: an expression of Cloud Armor may have 2,048 characters. */
function alike(hidden: readonly { readonly start: string; readonly path: string }[]): readonly (readonly [starts: string, paths: string])[] {
  const pathsBelow = (start: string): string => alternatives(hidden.filter((one) => one.start === start).map(({ path }) => path));
  const starts = [...new Set(hidden.map(({ start }) => start))];
  return [...new Set(starts.map(pathsBelow))].map((paths) => [alternatives(starts.filter((start) => pathsBelow(start) === paths)), paths]);
}

/** A dot means itself, without a backslash, which would have to be written twice in an expression of Cloud Armor. */
function alternatives(texts: readonly string[]): string {
  return texts.map((text) => text.replaceAll('.', '[.]')).join('|');
}
