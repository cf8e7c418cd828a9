import { letsEveryoneThrough, namespaces, networkPolicies, type NetworkPolicySpec } from '../objects/namespace';
import { isEmpty } from '../objects/selector';
import { check } from '../check';

export const defaultDeny = check({
  id: 'workloads/default-deny',
  title: 'every namespace denies traffic that nobody asked for, in both directions',
  why: 'Network policies only restrict pods that some policy selects: without this one a new pod may talk to everything.',
  find: (manifests) =>
    namespaces.of(manifests).flatMap(({ object }) => {
      const policies = networkPolicies.of(manifests).filter((policy) => policy.object.namespace === object.name && isEmpty(policy.value.spec.podSelector));
      const open = (['Ingress', 'Egress'] as const).filter((direction) => !policies.some(({ value }) => denies(value.spec, direction)));
      if (open.length === 0) return [];
      return [
        {
          subject: object,
          problem: `no NetworkPolicy with an empty podSelector denies ${open.join(' and ')} (${policies.length} such policies found)`,
          fix: 'add a policy for all pods with policyTypes Ingress and Egress and no rule for everyone (charts/namespaces.ts)',
        },
      ];
    }),
});

/** Whether a policy denies a direction by default: it covers the direction, allows no ingress, and does not allow egress to every address. */
function denies({ policyTypes, ingress, egress }: NetworkPolicySpec, direction: 'Ingress' | 'Egress'): boolean {
  if (!policyTypes.includes(direction)) return false;
  return direction === 'Ingress' ? ingress.length === 0 : egress.every(({ to, ports }) => !letsEveryoneThrough(to, ports));
}
