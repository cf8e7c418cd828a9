/** Which TCP connections the network policies of an environment allow. */
import type { ManifestObject, Manifests } from '../manifest';
import { computedOnce, groupedBy, type Viewed } from '../view';
import { namespaces, networkPolicies, type NetworkPolicySpec } from './namespace';
import { selects } from './selector';

export type Direction = 'Ingress' | 'Egress';

/** Pods as network policies select them: by namespace and labels. */
export interface Pods {
  readonly namespace: string | undefined;
  readonly labels: Readonly<Record<string, string>>;
}

/** The port of the accepting pods, and the name by which a policy may refer to it. */
export interface TcpPort {
  readonly number: number;
  /** Name of the port. @default - the container declares none */
  readonly name?: string;
}

/** A connection of some pods: accepted from the peer (Ingress), or opened to it (Egress). */
export interface Passage {
  readonly pods: Pods;
  readonly direction: Direction;
  /** `addresses` stands for peers that are not pods, such as nodes; any block of addresses then matches, because the nodes' addresses depend on the cluster. */
  readonly peer: Pods | 'addresses';
  readonly port: TcpPort;
}

interface TrafficRule {
  readonly peers: readonly PolicyPeer[];
  readonly ports: readonly PolicyPort[];
}
type Policy = Viewed<{ readonly spec: NetworkPolicySpec }>;
type PolicyPeer = NetworkPolicySpec['ingress'][number]['from'][number];
export type PolicyPort = NetworkPolicySpec['ingress'][number]['ports'][number];

/** Whether a policy allows the connection. Without one it is denied: every namespace denies by default, which `workloads/default-deny` checks. */
export function isAllowed(manifests: Manifests, { pods, direction, peer, port }: Passage): boolean {
  return policiesOf(manifests, pods, direction).some((policy) =>
    rulesOf(policy, direction).some(({ peers, ports }) => admitsPeer(manifests, policy, peers, peer) && admitsPort(ports, port)),
  );
}

/** A rule that allows any client to connect to pods. */
export interface OpenRule {
  readonly policy: ManifestObject;
  /** The rule's ports; empty for all ports. */
  readonly ports: readonly PolicyPort[];
}

/** The rules for ingress to pods that admit any client: without peers, from a block of addresses as wide as the internet, or from pods of an unknown namespace. */
export function openRules(manifests: Manifests, pods: Pods): readonly OpenRule[] {
  return policiesOf(manifests, pods, 'Ingress').flatMap((policy) =>
    policy.value.spec.ingress
      .filter(({ from }) => from.some(({ ipBlock }) => ipBlock && isWide(ipBlock.cidr)) || admitsPeer(manifests, policy, from, nobodyKnown))
      .map(({ ports }) => ({ policy: policy.object, ports })),
  );
}

/** A pod that no specific rule can mean: without labels, in a namespace that does not exist yet. */
const nobodyKnown: Pods = { namespace: 'a-namespace-of-tomorrow', labels: {} };

/** 10.0.0.0/8 is the widest block of private addresses (RFC 1918); a wider block contains public addresses. In IPv6, 2000::/3 is the internet and fc00::/7 is private. */
function isWide(cidr: string): boolean {
  const prefix = Number(cidr.split('/')[1] ?? Number.POSITIVE_INFINITY);
  return prefix < (cidr.includes(':') ? 7 : 8);
}

/** The policies that apply to pods in a direction. */
export function policiesOf(manifests: Manifests, { namespace, labels }: Pods, direction: Direction): readonly Policy[] {
  const candidates = byNamespace(manifests).get(namespace ?? '') ?? [];
  return candidates.filter(({ value: { spec } }) => selects(spec.podSelector, labels) && covers(spec, direction));
}

const byNamespace: (manifests: Manifests) => ReadonlyMap<string, readonly Policy[]> = computedOnce((manifests) =>
  groupedBy(networkPolicies.of(manifests), ({ object }) => [object.namespace ?? '']),
);

/** Whether a policy applies to a direction. Without `policyTypes` it applies to ingress, and to egress if it has egress rules. */
function covers({ policyTypes, egress }: NetworkPolicySpec, direction: Direction): boolean {
  return policyTypes.length === 0 ? direction === 'Ingress' || egress.length > 0 : policyTypes.includes(direction);
}

function rulesOf({ value: { spec } }: Policy, direction: Direction): readonly TrafficRule[] {
  return direction === 'Ingress' ? spec.ingress.map(({ from, ports }) => ({ peers: from, ports })) : spec.egress.map(({ to, ports }) => ({ peers: to, ports }));
}

/** Whether a rule's peers match; without peers it matches everything. */
function admitsPeer(manifests: Manifests, { object }: Policy, peers: readonly PolicyPeer[], wanted: Passage['peer']): boolean {
  if (peers.length === 0) return true;
  return peers.some((peer) => (wanted === 'addresses' ? Boolean(peer.ipBlock) : meansPods(manifests, object.namespace, peer, wanted)));
}

/** Whether a peer matches pods. A block of addresses never does: Cilium, on which GKE's Dataplane V2 is based, matches pods by labels and not by addresses. */
function meansPods(manifests: Manifests, ownNamespace: string | undefined, { ipBlock, namespaceSelector, podSelector }: PolicyPeer, wanted: Pods): boolean {
  if (ipBlock) return false;
  const inNamespace = namespaceSelector ? selects(namespaceSelector, namespaceLabels(manifests, wanted.namespace)) : wanted.namespace === ownNamespace;
  return inNamespace && (!podSelector || selects(podSelector, wanted.labels));
}

/** Labels of a namespace, including the one with its name that Kubernetes sets. */
function namespaceLabels(manifests: Manifests, name = ''): Readonly<Record<string, string>> {
  const declared = namespaces.of(manifests).find(({ object }) => object.name === name);
  return { ...declared?.object.labels, 'kubernetes.io/metadata.name': name };
}

/** Whether a rule's ports match; without ports all match, and a port without a number matches all ports of its protocol. */
function admitsPort(ports: readonly PolicyPort[], wanted: TcpPort): boolean {
  return ports.length === 0 || ports.some((port) => (port.protocol ?? 'TCP') === 'TCP' && meansPort(port, wanted));
}

function meansPort({ port, endPort }: PolicyPort, { number, name }: TcpPort): boolean {
  if (port === undefined || port === null) return true;
  if (typeof port === 'string') return port === name;
  return port <= number && number <= (endPort ?? port);
}
