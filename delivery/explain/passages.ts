/** Describes who may connect to the pods of a workload, and what they may connect to, by its network policies. */
import type { Manifests } from '../../checks/manifest';
import { namePolicies, type NetworkPolicySpec } from '../../checks/objects/namespace';
import { policiesOf, type Direction } from '../../checks/objects/network-policy';
import { selects } from '../../checks/objects/selector';
import type { Workload } from '../../config/workload';
import { workloads } from '../../checks/objects/workload';

type Peer = NetworkPolicySpec['ingress'][number]['from'][number];
type Port = NetworkPolicySpec['ingress'][number]['ports'][number];
type Named = Pick<Workload, 'name' | 'namespace'>;

export function callersOf(manifests: Manifests, workload: Named): readonly string[] {
  return specsOf(manifests, workload, 'Ingress').flatMap(({ ingress }) => ingress.flatMap(({ from, ports }) => sentences(from, ports, workload.namespace)));
}

export function reachedBy(manifests: Manifests, workload: Named): readonly string[] {
  const byName = namePolicies
    .of(manifests)
    .filter(({ object, value }) => object.namespace === workload.namespace && selects(value.spec.podSelector, labelsOf(manifests, workload)));
  return [
    ...specsOf(manifests, workload, 'Egress').flatMap(({ egress }) => egress.flatMap(({ to, ports }) => sentences(to, ports, workload.namespace))),
    ...byName.flatMap(({ value }) =>
      value.spec.egress.flatMap(({ matches, ports }) => matches.map(({ name, pattern }) => `${name ?? pattern ?? '?'}${portText(ports)}`)),
    ),
  ];
}

function specsOf(manifests: Manifests, workload: Named, direction: Direction): readonly NetworkPolicySpec[] {
  return policiesOf(manifests, { namespace: workload.namespace, labels: labelsOf(manifests, workload) }, direction).map(({ value }) => value.spec);
}

/** Policies of its pods, which are found by the label of the pod template and not by the object's name. */
function labelsOf(manifests: Manifests, { name, namespace }: Named): Readonly<Record<string, string>> {
  return workloads(manifests).find(({ object, labels }) => object.namespace === namespace && Object.values(labels).includes(name))?.labels ?? {};
}

function sentences(peers: readonly Peer[], ports: readonly Port[], own: string): readonly string[] {
  return (peers.length === 0 ? ['anybody'] : peers.map((peer) => peerText(peer, own))).map((peer) => `${peer}${portText(ports)}`);
}

function peerText({ ipBlock, namespaceSelector, podSelector }: Peer, own: string): string {
  if (ipBlock) return known[ipBlock.cidr] ?? ipBlock.cidr;
  const labels = Object.values(podSelector?.matchLabels ?? {}).join(', ');
  const namespace = namespaceSelector ? (Object.values(namespaceSelector.matchLabels)[0] ?? 'every namespace') : own;
  return labels === '' ? `every pod of ${namespace}` : `${labels} of ${namespace}`;
}

/** Addresses with a name for people. */
const known: Readonly<Record<string, string>> = {
  '35.191.0.0/16': "Google's load balancer (35.191.0.0/16)",
  '130.211.0.0/22': "Google's load balancer (130.211.0.0/22)",
  '199.36.153.8/30': 'APIs of Google (199.36.153.8/30)',
  '169.254.169.252/32': 'where pods get tokens of Google (169.254.169.252)',
  '169.254.169.254/32': 'where pods get tokens of Google (169.254.169.254)',
  '169.254.0.0/16': 'name servers of the cluster (169.254.0.0/16)',
};

function portText(ports: readonly Port[]): string {
  const texts = ports.map(({ port, protocol }) => `${port ?? 'any'}${protocol && protocol !== 'TCP' ? ` (${protocol})` : ''}`);
  return texts.length === 0 ? '' : `, port ${[...new Set(texts)].join(', ')}`;
}
