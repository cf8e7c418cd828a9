import { room, take, type Room } from './node-room';
import type { NodeCapacity, Resources } from './resources';

/** Number of nodes by first-fit decreasing: largest pod first, each on the first node with enough free resources. Fast, and close to the optimum. */
export function firstFitDecreasing(pods: readonly Resources[], node: NodeCapacity): number {
  const nodes: Room[] = [];
  for (const pod of largestFirst(pods, node)) {
    const index = nodes.findIndex((candidate) => room(candidate, pod));
    nodes[index < 0 ? nodes.length : index] = take(nodes[index] ?? node, pod);
  }
  return nodes.length;
}

/** Sorts pods by the larger of their shares of a node's CPU and memory. */
export function largestFirst(pods: readonly Resources[], node: NodeCapacity): readonly Resources[] {
  const share = ({ cpu, memory }: Resources): number => Math.max(cpu / node.cpu, memory / node.memory);
  return [...pods].sort((one, other) => share(other) - share(one) || other.cpu - one.cpu || other.memory - one.memory);
}
