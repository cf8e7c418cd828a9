import { sumOf, type NodeCapacity, type Resources } from './resources';

/** A lower bound of the number of nodes: by the sums of CPU and memory, by the number of pods, and because two pods of more than half a node cannot share one. */
export function lowerBound(pods: readonly Resources[], node: NodeCapacity): number {
  const { cpu, memory } = sumOf(pods);
  const large = (of: (amounts: Resources) => number): number => pods.filter((pod) => 2 * of(pod) > of(node)).length;
  return Math.max(
    ...[cpu / node.cpu, memory / node.memory, pods.length / node.pods].map((nodes) => (nodes > 0 ? Math.ceil(nodes) : 0)),
    large((amounts) => amounts.cpu),
    large((amounts) => amounts.memory),
  );
}
