import { sumOf, type NodeCapacity, type Resources } from './resources';

/**
 * Whether pods fit in whatever order they come and wherever the scheduler puts them. A packing proves that there is a place for each; the scheduler spreads
 * pods and never moves one, so it may not find that place. For a pod to be stuck, every node must lack CPU, memory or a slot for it; the other pods together
 * can bring only so many nodes into that state.
 */
export function fitInAnyOrder(pods: readonly Resources[], node: NodeCapacity, nodes: number): boolean {
  const all = sumOf(pods);
  return distinct(pods).every((pod) => {
    // a node blocks the pod when at least one unit more than `node − pod` is in use
    const byCpu = Math.floor((all.cpu - pod.cpu) / (node.cpu - pod.cpu + 1));
    const byMemory = Math.floor((all.memory - pod.memory) / (node.memory - pod.memory + 1));
    const bySlots = Math.floor((pods.length - 1) / node.pods);
    return pod.cpu <= node.cpu && pod.memory <= node.memory && byCpu + byMemory + bySlots < nodes;
  });
}

function distinct(pods: readonly Resources[]): readonly Resources[] {
  return [...new Map(pods.map((pod) => [`${pod.cpu} ${pod.memory}`, pod])).values()];
}
