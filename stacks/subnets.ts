/** Arithmetic of the cluster's subnet: its ranges, and the largest node pool that fits them. */
import { addresses, ipRange } from '../config/ip-range';
import { nodesInSubnet, podAddressesPerNode, surgeNodes, type Network } from '../config/network';
import type { NodePool } from '../config/node-pool';

/** Names of the subnet's secondary ranges; the cluster refers to them. */
export const secondaryRanges = { pods: 'pods', services: 'services' } as const;

export interface Subnet {
  readonly primary: string;
  readonly secondary: readonly { readonly rangeName: string; readonly ipCidrRange: string }[];
}

export function subnetOf({ nodes, pods, services }: Network): Subnet {
  return {
    primary: nodes,
    secondary: [
      { rangeName: secondaryRanges.pods, ipCidrRange: pods },
      { rangeName: secondaryRanges.services, ipCidrRange: services },
    ],
  };
}

/**
 * The largest `maxNodes` of the main pool that fits both ranges, with a surge node and the spot pool.
 * Worked: a /20 for nodes has 4,096 − 5 = 4,091; a /14 for pods has 1,024 blocks of 256, of which the surge takes one: 1,023.
 */
export function largestPool({ nodes, pods }: Network, nodePool: NodePool): number {
  const bySubnet = nodesInSubnet(addresses(ipRange(nodes)));
  const byPods = Math.floor(addresses(ipRange(pods)) / podAddressesPerNode(nodePool));
  const spot = nodePool.spot === undefined ? 0 : nodePool.spot.maxNodes + surgeNodes;
  return Math.max(Math.min(bySubnet, byPods) - surgeNodes - spot, 0);
}
