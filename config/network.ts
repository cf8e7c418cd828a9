/** The three address ranges of a cluster, and how many addresses its nodes need of each. */
import { z } from 'zod';
import type { NodePool } from './node-pool';
import { cidr } from './fields';

export const network = z.strictObject({
  /** The subnet: nodes, and the control plane's endpoint inside the network. */
  nodes: cidr,
  /** Secondary range of the subnet for pods; each node takes a block of it. */
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

/** The most nodes at once: the maximum of each pool and its surge. */
export function mostNodes({ maxNodes, spot }: NodePool): number {
  return maxNodes + surgeNodes + (spot === undefined ? 0 : spot.maxNodes + surgeNodes);
}

/** Addresses in the block of one node: at least twice its pods, rounded up to a power of two, 110 → 256 (cloud.google.com/kubernetes-engine/docs/how-to/flexible-pod-cidr). */
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
