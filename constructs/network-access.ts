import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { FqdnNetworkPolicy, FqdnNetworkPolicySpecEgressPortsProtocol as Protocol, type FqdnNetworkPolicySpecEgress } from '../imports/networking.gke.io';
import { namespaceLabels } from './labels';

/** The other end of a connection: pods by label in a namespace, every pod of a namespace, or addresses outside the cluster. */
export type Peer =
  | { readonly kind: 'pods'; readonly namespace: string; readonly labels: Readonly<Record<string, string>> }
  | { readonly kind: 'namespace'; readonly namespace: string }
  /** `except`: parts of the ranges that stay closed. */
  | { readonly kind: 'addresses'; readonly cidrs: readonly string[]; readonly except?: readonly string[] };

export interface Connection {
  readonly peer: Peer;
  /** @default - TCP */
  readonly protocol?: 'TCP' | 'UDP';
  /** By number, or by the name that the container of each pod gives it, which holds for pods of two versions. */
  readonly ports: readonly (number | string)[];
}

/** A name outside the cluster, or `*.` and the end of many, to which pods may connect. */
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

/** What a workload may receive and open, on top of its namespace's default deny. */
export class NetworkAccess extends Construct {
  public constructor(scope: Construct, id: string, { name, labels, from, to, toNames = [] }: NetworkAccessProps) {
    super(scope, id);
    new k8s.KubeNetworkPolicy(this, 'policy', {
      metadata: { name },
      spec: {
        podSelector: { matchLabels: { ...labels } },
        policyTypes: ['Ingress', 'Egress'],
        // an empty list is not kept by the API server, and each apply would be a change
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

/** Of GKE's Dataplane V2, which reads the answers of the cluster's DNS; it adds to what NetworkPolicies let pods do, and takes nothing. */
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
