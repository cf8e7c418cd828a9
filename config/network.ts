/** The three address ranges of a cluster, and how many addresses its nodes need of each. */
import { z } from 'zod';
import type { NodePool } from './node-pool';
import { cidr } from './fields';

export const network = z.strictObject({
  /** The subnet: nodes, and the control plane's endpoint inside the network. */
  nodes: cidr,
  /** Secondary range of the subnet; each node takes a block of it. */
  pods: cidr,
  /** Secondary range of the subnet, for the addresses of Services. */
  services: cidr,
  /** A subnet of its own for the addresses of databases and caches that Google runs (`databases`). @default - there are none */
  endpoints: cidr.optional(),
});

export type Network = z.infer<typeof network>;

/** One node more than wanted in each pool while it is upgraded (`maxSurge: 1`). */
export const surgeNodes = 1;

/** Of a subnet's addresses Google Cloud keeps four, and the control plane's endpoint takes one. */
const takenInSubnet = 4 + 1;

/** Nodes that may be there at once: every pool at its maximum, and the surge of each. */
export function mostNodes({ maxNodes, spot }: NodePool): number {
  return maxNodes + surgeNodes + (spot === undefined ? 0 : spot.maxNodes + surgeNodes);
}

/** GKE gives a node at least twice as many addresses as pods, rounded up to a power of two: 110 → 256. */
export function podAddressesPerNode({ podsPerNode }: NodePool): number {
  return 2 ** Math.ceil(Math.log2(2 * podsPerNode));
}

/** Addresses that the subnet's primary range needs. */
export function nodeAddressesNeeded(nodePool: NodePool): number {
  return mostNodes(nodePool) + takenInSubnet;
}

/** Addresses that the range of the pods needs. */
export function podAddressesNeeded(nodePool: NodePool): number {
  return mostNodes(nodePool) * podAddressesPerNode(nodePool);
}

/** Nodes that a subnet of this many addresses can hold. */
export function nodesInSubnet(subnetAddresses: number): number {
  return Math.max(subnetAddresses - takenInSubnet, 0);
}
