import { nameOf, type ManifestObject, type Manifests } from '../manifest';
import { exists, missingFix } from '../objects/existence';
import { edgePolicies, policyTarget, type EdgePolicy } from '../objects/routing';
import { check } from '../check';

/** Kind of target to which GKE attaches each policy in a single cluster (cloud.google.com/kubernetes-engine/docs/how-to/configure-gateway-resources). */
const attachable: Readonly<Record<string, string>> = { HealthCheckPolicy: 'Service', GCPBackendPolicy: 'Service', GCPGatewayPolicy: 'Gateway' };

export const edgePolicy = check({
  id: 'references/edge-policy',
  title: 'every policy of the load balancer is attached to something of its own namespace, and is the only one of its kind there',
  why: 'GKE attaches no policy without a target and only the oldest of two: the service is then without protection, and only a status says so.',
  find: (manifests) => {
    const policies = edgePolicies.of(manifests);
    return policies.flatMap((policy) => problemsOf(manifests, policies, policy).map((finding) => ({ subject: policy.object, ...finding })));
  },
});

function problemsOf(manifests: Manifests, policies: readonly EdgePolicy[], policy: EdgePolicy): readonly { readonly problem: string; readonly fix: string }[] {
  const { object, value } = policy;
  const wanted = policyTarget(policy);
  const kind = attachable[object.kind];
  if (wanted.kind !== kind)
    return [{ problem: `targetRef is a ${wanted.kind}`, fix: `name a ${kind ?? 'target'}: GKE attaches a ${object.kind} to nothing else` }];
  if (wanted.namespace !== object.namespace) {
    return [{ problem: `targetRef names ${nameOf(wanted)}, which is in another namespace`, fix: 'put the policy into the namespace of its target' }];
  }
  const first = policies.find((other) => other.object.kind === object.kind && nameOf(policyTarget(other)) === nameOf(wanted))?.object;
  return [
    ...(exists(manifests, wanted) ? [] : [{ problem: `targetRef names ${nameOf(wanted)}, which is not there`, fix: missingFix(value.spec.targetRef.kind) }]),
    ...(first === undefined || first === object ? [] : [second(first, nameOf(wanted))]),
  ];
}

function second(first: ManifestObject, target: string): { readonly problem: string; readonly fix: string } {
  return { problem: `${target} already has ${nameOf(first)}`, fix: `state both in one ${first.kind}` };
}
