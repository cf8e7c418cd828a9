import { sumOf, type NodeCapacity, type Resources } from './resources';

/**
 * Whether pods fit in any order of arrival and wherever the scheduler places them. A packing only proves that there is a place for each pod; the scheduler spreads
 * pods and never moves them, so it may miss that place. A pod is stuck only if every node lacks CPU, memory or a slot for it. The other pods together
 * can bring only a limited number of nodes into that state: if those are fewer than all nodes, every pod fits.
 */
export function fitInAnyOrder(pods: readonly Resources[], node: NodeCapacity, nodes: number): boolean {
  const all = sumOf(pods);
  return distinct(pods).every((pod) => {
    // a node cannot take the pod when at least one unit more than `node − pod` is in use
    const byCpu = Math.floor((all.cpu - pod.cpu) / (node.cpu - pod.cpu + 1));
    const byMemory = Math.floor((all.memory - pod.memory) / (node.memory - pod.memory + 1));
    const bySlots = Math.floor((pods.length - 1) / node.pods);
    return pod.cpu <= node.cpu && pod.memory <= node.memory && byCpu + byMemory + bySlots < nodes;
  });
}

function distinct(pods: readonly Resources[]): readonly Resources[] {
  return [...new Map(pods.map((pod) => [`${pod.cpu} ${pod.memory}`, pod])).values()];
}
