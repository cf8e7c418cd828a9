import type { ManifestObject, Manifests } from '../manifest';
import { namespaces, networkPolicies, type NetworkPolicySpec } from '../objects/namespace';
import { isEmpty, selectorText, selects } from '../objects/selector';
import { workloads } from '../objects/workload';
import { check } from '../check';

type Peer = NetworkPolicySpec['ingress'][number]['from'][number];

export const peerExists = check({
  id: 'network/peer-exists',
  title: 'pods that a network policy names as the other end are there',
  why: 'An opening for pods that do not exist is for whoever makes pods with their labels, and a reader takes it for a connection that there is.',
  find: (manifests) =>
    networkPolicies.of(manifests).flatMap(({ object, value: { spec } }) =>
      [...spec.ingress.flatMap(({ from }) => from), ...spec.egress.flatMap(({ to }) => to)].flatMap((peer) => {
        const { podSelector } = peer;
        if (!podSelector || isEmpty(podSelector) || isThere(manifests, object, peer)) return [];
        return [
          {
            subject: object,
            problem: `a rule is for pods with ${selectorText(podSelector)}, and no pod template of the namespace has these labels`,
            fix: 'leave the rule out where the environment has no such component (charts/present-components.ts), or fix the label',
          },
        ];
      }),
    ),
});

/** Whether the pods of a peer exist. Pods in namespaces that are not ours, such as kube-system, are not checked. */
function isThere(manifests: Manifests, policy: ManifestObject, { namespaceSelector, podSelector }: Peer): boolean {
  const own = namespaces.of(manifests).map(({ object }) => object);
  const meant = own.filter(({ name, namespace: _, labels }) =>
    namespaceSelector ? selects(namespaceSelector, { ...labels, 'kubernetes.io/metadata.name': name }) : name === policy.namespace,
  );
  if (meant.length === 0 || !podSelector) return true;
  const names = new Set(meant.map(({ name }) => name));
  return workloads(manifests).some(({ object, labels }) => names.has(object.namespace ?? '') && selects(podSelector, labels));
}
