import * as gcp from '@pulumi/gcp';
import * as pulumi from '@pulumi/pulumi';
import { ports } from '../config/names';
import type { Network as Ranges } from '../config/network';

interface Port {
  readonly port: number;
  /** @default - TCP */
  readonly protocol?: 'TCP' | 'UDP' | undefined;
}

export interface FirewallProps {
  readonly project: pulumi.Input<string>;
  readonly network: pulumi.Input<string>;
  readonly ranges: Ranges;
  /** Service account of the nodes to which the rules apply. */
  readonly nodes: pulumi.Input<string>;
  /** Destinations of workloads outside the cluster, by address. */
  readonly egress: readonly (Port & { readonly cidr: string })[];
  /** Ports of destinations that are stated by name. Their addresses are unknown here, so the firewall opens the port; GKE's policies by name restrict each pod to its own names. */
  readonly namedPorts: readonly Port[];
}

/** Priority after GKE's own rules (at most 1000) and before the implied rules of every network (65535). */
const afterGke = 2000;
const last = 65000;
const everywhere = '0.0.0.0/0';

/**
 * Firewall of nodes and pods in both directions. GKE and its load balancers add the rules that they need; all other traffic is denied
 * here and logged. The implied rules of every network would deny it without a log.
 */
export class Firewall extends pulumi.ComponentResource {
  public constructor(name: string, { project, network, ranges, nodes, egress, namedPorts }: FirewallProps, opts?: pulumi.ComponentResourceOptions) {
    super('lyo:platform:Firewall', name, {}, opts);
    const rule = (id: string, args: Omit<gcp.compute.FirewallArgs, 'project' | 'network' | 'name' | 'targetServiceAccounts'>): gcp.compute.Firewall =>
      new gcp.compute.Firewall(`${name}-${id}`, { project, network, name: `${name}-${id}`, targetServiceAccounts: [nodes], ...args }, { parent: this });
    const logged = { logConfig: { metadata: 'INCLUDE_ALL_METADATA' } };

    rule('control-plane-to-aggregated-apis', {
      description: 'The control plane, whose endpoint is in the subnet, calls the metrics adapters; GKE opens 443 and 10250 only.',
      direction: 'INGRESS',
      priority: afterGke,
      sourceRanges: [ranges.nodes],
      allows: [{ protocol: 'tcp', ports: [String(ports.adapter)] }],
    });
    rule('deny-ingress', { direction: 'INGRESS', priority: last, sourceRanges: [everywhere], denies: [{ protocol: 'all' }], ...logged });

    rule('within-cluster', {
      description: 'Nodes, pods and the control plane among themselves; network policies decide between pods.',
      direction: 'EGRESS',
      priority: afterGke,
      destinationRanges: [ranges.nodes, ranges.pods, ranges.services],
      allows: [{ protocol: 'all' }],
    });
    rule('https', {
      description: 'Google APIs and image registries.',
      direction: 'EGRESS',
      priority: afterGke,
      destinationRanges: [everywhere],
      allows: [{ protocol: 'tcp', ports: ['443'] }],
    });
    for (const { cidr, port, protocol = 'TCP' } of distinct(egress)) {
      rule(`egress-${cidr.replace(/\W/g, '-')}-${port}${suffixOf(protocol)}`, {
        direction: 'EGRESS',
        priority: afterGke,
        destinationRanges: [cidr],
        allows: [{ protocol: protocol.toLowerCase(), ports: [String(port)] }],
      });
    }
    for (const { port, protocol = 'TCP' } of distinct(namedPorts.map((named) => ({ ...named, cidr: everywhere })))) {
      // HTTPS is already open
      if (port === 443 && protocol === 'TCP') continue;
      rule(`egress-by-name-${port}${suffixOf(protocol)}`, {
        description: 'Destinations by name: a policy of each workload says which.',
        direction: 'EGRESS',
        priority: afterGke,
        destinationRanges: [everywhere],
        allows: [{ protocol: protocol.toLowerCase(), ports: [String(port)] }],
      });
    }
    rule('deny-egress', { direction: 'EGRESS', priority: last, destinationRanges: [everywhere], denies: [{ protocol: 'all' }], ...logged });
    this.registerOutputs({});
  }
}

const suffixOf = (protocol: 'TCP' | 'UDP'): string => (protocol === 'UDP' ? '-udp' : '');

/** Each destination once, because workloads share databases. */
function distinct(egress: FirewallProps['egress']): FirewallProps['egress'] {
  const key = ({ cidr, port, protocol = 'TCP' }: FirewallProps['egress'][number]): string => `${cidr} ${port} ${protocol}`;
  return egress.filter((one, index) => egress.findIndex((other) => key(other) === key(one)) === index);
}
