import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { FqdnNetworkPolicy, FqdnNetworkPolicySpecEgressPortsProtocol as Protocol, type FqdnNetworkPolicySpecEgress } from '../imports/networking.gke.io';
import { namespaceLabels } from './labels';

/** The other end of a connection: pods by label in a namespace, every pod of a namespace, or addresses outside the cluster. */
export type Peer =
  | { readonly kind: 'pods'; readonly namespace: string; readonly labels: Readonly<Record<string, string>> }
  | { readonly kind: 'namespace'; readonly namespace: string }
  /** `except`: parts of the ranges that are not allowed. */
  | { readonly kind: 'addresses'; readonly cidrs: readonly string[]; readonly except?: readonly string[] };

export interface Connection {
  readonly peer: Peer;
  /** @default - TCP */
  readonly protocol?: 'TCP' | 'UDP';
  /** Ports by number, or by the name in the container, which also works when pods of two versions use different numbers. */
  readonly ports: readonly (number | string)[];
}

/** A host name outside the cluster to which pods may connect, or `*.` and a domain for all names below it. */
export interface NamedConnection {
  readonly host: string;
  readonly port: number;
  /** @default - TCP */
  readonly protocol?: 'TCP' | 'UDP' | undefined;
}

export interface NetworkAccessProps {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly from: readonly Connection[];
  readonly to: readonly Connection[];
  /** @default - no names */
  readonly toNames?: readonly NamedConnection[];
}

/** Connections that a workload may receive and open; the namespace denies all others. */
export class NetworkAccess extends Construct {
  public constructor(scope: Construct, id: string, { name, labels, from, to, toNames = [] }: NetworkAccessProps) {
    super(scope, id);
    new k8s.KubeNetworkPolicy(this, 'policy', {
      metadata: { name },
      spec: {
        podSelector: { matchLabels: { ...labels } },
        policyTypes: ['Ingress', 'Egress'],
        // the API server drops an empty list, so each apply would show a difference
        ...(from.length === 0 ? {} : { ingress: from.map((connection) => ({ from: peers(connection.peer), ports: portsOf(connection) })) }),
        egress: to.map((connection) => ({ to: peers(connection.peer), ports: portsOf(connection) })),
      },
    });
    if (toNames.length > 0) {
      new FqdnNetworkPolicy(this, 'names', {
        metadata: { name },
        spec: { podSelector: { matchLabels: { ...labels } }, egress: toNames.map(egressByName) },
      });
    }
  }
}

/** Egress by host name, a feature of GKE's Dataplane V2, which reads the answers of the cluster's DNS. It allows connections in addition to NetworkPolicies. */
function egressByName({ host, port, protocol = 'TCP' }: NamedConnection): FqdnNetworkPolicySpecEgress {
  const matches = [host.startsWith('*.') ? { pattern: host } : { name: host }];
  return { matches, ports: [{ protocol: protocol === 'UDP' ? Protocol.UDP : Protocol.TCP, port }] };
}

function portsOf({ ports, protocol = 'TCP' }: Connection): k8s.NetworkPolicyPort[] {
  return ports.map((port) => ({ protocol, port: typeof port === 'number' ? k8s.IntOrString.fromNumber(port) : k8s.IntOrString.fromString(port) }));
}

function peers(peer: Peer): k8s.NetworkPolicyPeer[] {
  switch (peer.kind) {
    case 'pods':
      return [{ namespaceSelector: { matchLabels: { ...namespaceLabels(peer.namespace) } }, podSelector: { matchLabels: { ...peer.labels } } }];
    case 'namespace':
      return [{ namespaceSelector: { matchLabels: { ...namespaceLabels(peer.namespace) } } }];
    case 'addresses':
      return peer.cidrs.map((cidr) => ({ ipBlock: { cidr, ...(peer.except === undefined ? {} : { except: [...peer.except] }) } }));
  }
}
