/** Rules of Cloud Armor in front of the services. */
import type * as gcp from '@pulumi/gcp';
import { hiddenBelow, type Exposure } from '../config/exposure';

const everybody = { versionedExpr: 'SRC_IPS_V1', config: { srcIpRanges: ['*'] } };

export type ExposedWorkload = Parameters<typeof hiddenBelow>[0];

export interface ProtectedEdge extends Pick<Extract<Exposure, { kind: 'gateway' }>, 'requestsPerMinute' | 'alsoPublic'> {
  /** Exposed workloads with their paths, for example `/` and `/orders`. */
  readonly workloads: readonly ExposedWorkload[];
}

/**
 * One client address may send `requestsPerMinute`; further requests get 429, which well-behaved clients retry later. Internal paths are denied from outside. Google's health
 * checks and the kubelet do not pass Cloud Armor, so they are not affected.
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
    // Cloud Armor requires a default rule; it is never reached, because the rule before it matches everything
    { description: 'Everything else', priority: 2_147_483_647, match: everybody, action: 'allow' },
  ];
}

/** Denies internal paths. Paths are compared decoded, as an application reads them. Upper and lower case match alike, unlike in FastAPI: no workload has the further paths that are denied. */
function internalRule(workloads: readonly { readonly start: string; readonly paths: readonly string[] }[]): gcp.types.input.compute.SecurityPolicyRule[] {
  const starts = workloads.map(({ start }) => start);
  const sorted = workloads.toSorted((one, other) => (one.start < other.start ? -1 : 1));
  const hidden = sorted.flatMap(({ start, paths }) =>
    // a path that is the own path of another workload is public
    paths
      .filter((path) => !starts.includes(`${start}${path}`))
      .map((path) => ({ start, path, shared: starts.some((other) => other.startsWith(`${start}${path}/`)) })),
  );
  const pattern = [
    ...alike(hidden.filter(({ shared }) => !shared)).map(([of, what]) => `(${of})(${what})(/|$)`),
    // the path of another workload lies below: hides the path itself, but not what is below it
    ...alike(hidden.filter(({ shared }) => shared)).map(([of, what]) => `(${of})(${what})/?$`),
  ];
  if (pattern.length === 0) return [];
  const expression = `request.path.urlDecode().lower().matches('^${pattern.length === 1 ? pattern.join('') : `(${pattern.join('|')})`}')`;
  return [{ description: 'Hides what is for the cluster', priority: 900, match: { expr: { expression } }, action: 'deny(404)' }];
}

function startOf({ path }: ExposedWorkload): string {
  return path.replace(/\/$/, '').toLowerCase();
}

/** Groups prefixes with equal hidden paths, because an expression of Cloud Armor has at most 2,048 characters. */
function alike(hidden: readonly { readonly start: string; readonly path: string }[]): readonly (readonly [starts: string, paths: string])[] {
  const pathsBelow = (start: string): string => alternatives(hidden.filter((one) => one.start === start).map(({ path }) => path));
  const starts = [...new Set(hidden.map(({ start }) => start))];
  return [...new Set(starts.map(pathsBelow))].map((paths) => [alternatives(starts.filter((start) => pathsBelow(start) === paths)), paths]);
}

/** Alternatives of a regular expression. A dot is escaped as `[.]`, because a backslash would have to be doubled in an expression of Cloud Armor. */
function alternatives(texts: readonly string[]): string {
  return texts.map((text) => text.replaceAll('.', '[.]')).join('|');
}
