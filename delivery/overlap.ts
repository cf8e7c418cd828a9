/**
 * What a change takes away from the pods of the previous version. A release replaces pods one after the other, but policies, routes and quotas change for all of them at
 * once: something that the old ones still need may be gone while they serve.
 */
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { keyOf, nameOf, type ManifestObject, type Manifests } from '../checks/manifest';
import { namePolicies, networkPolicies, type NetworkPolicySpec } from '../checks/objects/namespace';
import { behind, findService, services } from '../checks/objects/service';
import { selects } from '../checks/objects/selector';
import { workloads, type Workload } from '../checks/objects/workload';

/** One line for each thing that old pods lose, in Markdown; none where nothing is released. @param before the objects of the generation that runs */
export function lostByOldPods(before: readonly ManifestObject[], after: readonly ManifestObject[]): readonly string[] {
  const [old, fresh] = [before, after].map((objects): Manifests => ({ environment: '', objects })) as [Manifests, Manifests];
  return workloads(old).flatMap((workload) => {
    const successor = workloads(fresh).find(({ object }) => keyOf(object) === keyOf(workload.object));
    if (successor === undefined || isDeepStrictEqual(templateOf(workload), templateOf(successor))) return [];
    return [
      ...lostPassages(old, fresh, workload),
      ...lostPaths(old, fresh, workload),
      ...otherHealth(old, fresh, workload),
      ...lostPorts(old, fresh, workload),
      ...shorterGrace(workload, successor),
    ].map((loss) => `the old pods of ${nameOf(workload.object)} ${loss}`);
  });
}

const later = 'make that a change of its own, after the version that no longer needs it is released';

const templated = z.object({ spec: z.object({ template: z.unknown() }) });

function templateOf({ object }: Workload): unknown {
  return templated.safeParse(object.body).data?.spec.template;
}

/** Connections that policies state for the workload's pods, each peer with each port. */
function lostPassages(old: Manifests, fresh: Manifests, workload: Workload): readonly string[] {
  const stated = passages(fresh, workload);
  return [...passages(old, workload)].filter((passage) => !stated.has(passage)).map((passage) => `lose ${passage} while they serve: ${later}`);
}

function passages(manifests: Manifests, { object, labels }: Workload): ReadonlySet<string> {
  const isOwn = (policy: OfPods): boolean => policy.object.namespace === object.namespace && selects(policy.value.spec.podSelector, labels);
  return new Set([
    ...networkPolicies
      .of(manifests)
      .filter(isOwn)
      .flatMap(({ value: { spec } }) => passagesIn(spec)),
    ...namePolicies
      .of(manifests)
      .filter(isOwn)
      .flatMap(({ value: { spec } }) => spec.egress.flatMap(({ matches, ports }) => passagesOf('connections to', matches, ports))),
  ]);
}

/** A policy of some pods. */
interface OfPods {
  readonly object: ManifestObject;
  readonly value: { readonly spec: Pick<NetworkPolicySpec, 'podSelector'> };
}

type Ports = readonly { readonly port?: number | string | null | undefined }[];

function passagesOf(direction: string, peers: readonly unknown[], ports: Ports): readonly string[] {
  return (peers.length === 0 ? ['anybody'] : peers.map(peerText)).flatMap((peer) =>
    (ports.length === 0 ? ['every port'] : ports.map(({ port }) => `port ${port ?? 'any'}`)).map((port) => `${direction} ${peer}, ${port}`),
  );
}

function passagesIn({ ingress, egress }: NetworkPolicySpec): readonly string[] {
  return [
    ...ingress.flatMap(({ from, ports }) => passagesOf('connections from', from, ports)),
    ...egress.flatMap(({ to, ports }) => passagesOf('connections to', to, ports)),
  ];
}

const block = z.object({ ipBlock: z.object({ cidr: z.string() }) });
const byName = z.union([z.object({ name: z.string() }), z.object({ pattern: z.string() })]);

function peerText(peer: unknown): string {
  const named = byName.safeParse(peer).data;
  if (named !== undefined) return 'name' in named ? named.name : named.pattern;
  return block.safeParse(peer).data?.ipBlock.cidr ?? JSON.stringify(peer);
}

const gatewayRoute = z.object({
  spec: z.object({
    rules: z.array(z.object({ matches: z.array(z.object({ path: z.object({ value: z.string() }) })), backendRefs: z.array(z.object({ name: z.string() })) })),
  }),
});
const ingressPaths = z.object({
  spec: z.object({
    rules: z.array(
      z.object({ http: z.object({ paths: z.array(z.object({ path: z.string(), backend: z.object({ service: z.object({ name: z.string() }) }) })) }) }),
    ),
  }),
});

/** Paths under which requests reached the pods, and those under which they do now. */
function lostPaths(old: Manifests, fresh: Manifests, workload: Workload): readonly string[] {
  const [were, are] = [pathsTo(old, workload), pathsTo(fresh, workload)];
  const added = [...are].filter((path) => !were.has(path));
  return were.size === 0 || added.length === 0
    ? []
    : [`get requests under ${added.join(', ')}, which only the new version may know: serve both paths in the version before`];
}

const healthPolicy = z.object({
  spec: z.object({
    targetRef: z.object({ name: z.string() }),
    default: z.object({ config: z.object({ httpHealthCheck: z.object({ requestPath: z.string() }) }) }),
  }),
});

/** A pod that does not know the new health path counts as unhealthy although it serves. */
function otherHealth(old: Manifests, fresh: Manifests, workload: Workload): readonly string[] {
  const [were, are] = [healthPathsOf(old, workload), healthPathsOf(fresh, workload)];
  const added = [...are].filter((path) => !were.has(path));
  return were.size === 0 || added.length === 0
    ? []
    : [`are probed under ${added.join(', ')} by the load balancer, which only the new version may know: serve both paths in the version before`];
}

function healthPathsOf(manifests: Manifests, workload: Workload): ReadonlySet<string> {
  return new Set(
    manifests.objects.flatMap((object) => {
      const spec = healthPolicy.safeParse(object.body).data?.spec;
      return spec !== undefined && leadsTo(manifests, workload, object.namespace, spec.targetRef.name) ? [spec.default.config.httpHealthCheck.requestPath] : [];
    }),
  );
}

function leadsTo(manifests: Manifests, workload: Workload, namespace: string | undefined, service: string): boolean {
  const found = findService(manifests, namespace, service);
  return found !== undefined && behind(manifests, found).some(({ object: pods }) => keyOf(pods) === keyOf(workload.object));
}

function pathsTo(manifests: Manifests, workload: Workload): ReadonlySet<string> {
  const leads = (object: ManifestObject, service: string): boolean => leadsTo(manifests, workload, object.namespace, service);
  return new Set(
    manifests.objects.flatMap((object) => {
      const rules = gatewayRoute.safeParse(object.body).data?.spec.rules ?? [];
      const paths = ingressPaths.safeParse(object.body).data?.spec.rules.flatMap(({ http }) => http.paths) ?? [];
      return [
        ...rules
          .filter(({ backendRefs }) => backendRefs.some(({ name }) => leads(object, name)))
          .flatMap(({ matches }) => matches.map(({ path }) => path.value)),
        ...paths.filter(({ backend }) => leads(object, backend.service.name)).map(({ path }) => path),
      ];
    }),
  );
}

/** Ports of Services that lead to its pods, by which others know them. */
function lostPorts(old: Manifests, fresh: Manifests, workload: Workload): readonly string[] {
  const are = portsTo(fresh, workload);
  const lost = [...portsTo(old, workload)].filter((port) => !are.has(port));
  return lost.length === 0 ? [] : [`are no longer reached at ${lost.join(', ')}, where its callers look for them: ${later}`];
}

function portsTo(manifests: Manifests, workload: Workload): ReadonlySet<string> {
  const leading = services.of(manifests).filter((service) => behind(manifests, service).some(({ object }) => keyOf(object) === keyOf(workload.object)));
  return new Set(leading.flatMap(({ object, value: { spec } }) => spec.ports.map(({ port }) => `${object.name}.${object.namespace ?? ''}:${port}`)));
}

/** The quota counts pods on their way out by the new grace, and they take the old one. */
function shorterGrace(workload: Workload, successor: Workload): readonly string[] {
  const [was, is] = [graceOf(workload), graceOf(successor)];
  if (was <= is) return [];
  return [`take up to ${was} s to end, and the quota counts on ${is} s: this one release may wait for them`];
}

/** Seconds; 30 is Kubernetes' own. */
function graceOf({ pod }: Workload): number {
  return pod.terminationGracePeriodSeconds ?? 30;
}
