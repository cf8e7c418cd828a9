import { room, take, type Room } from './node-room';
import type { NodeCapacity, Resources } from './resources';

/** Nodes that the packing takes: largest pod first, each into the first node with room. At most a small part more than needed, and quick. */
export function firstFitDecreasing(pods: readonly Resources[], node: NodeCapacity): number {
  const nodes: Room[] = [];
  for (const pod of largestFirst(pods, node)) {
    const index = nodes.findIndex((candidate) => room(candidate, pod));
    nodes[index < 0 ? nodes.length : index] = take(nodes[index] ?? node, pod);
  }
  return nodes.length;
}

/** By the larger of a pod's shares of a node. */
export function largestFirst(pods: readonly Resources[], node: NodeCapacity): readonly Resources[] {
  const share = ({ cpu, memory }: Resources): number => Math.max(cpu / node.cpu, memory / node.memory);
  return [...pods].sort((one, other) => share(other) - share(one) || other.cpu - one.cpu || other.memory - one.memory);
}
