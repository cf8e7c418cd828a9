/**
 * The fewest nodes for a set of pods. Nodes are equal; pods have CPU and memory, and a node has a limited number of pods.
 *
 * A number of nodes in the answer is a packing that was found, so it proves that the pods fit. `exact` means that fewer
 * nodes are proven to be too few: by the lower bound, or by an exhaustive search.
 */
import { firstFitDecreasing } from './first-fit';
import { lowerBound } from './lower-bound';
import { fitsBySearch } from './packing-search';
import type { NodeCapacity, Resources } from './resources';

export interface Packing {
  readonly nodes: number;
  readonly exact: boolean;
}

/** Most steps of one search, a few milliseconds. */
const patience = 20_000;

/** @returns undefined when a pod is larger than a node */
export function fewestNodes(pods: readonly Resources[], node: NodeCapacity, steps: number = patience): Packing | undefined {
  if (pods.some((pod) => !fitsAlone(pod, node))) return undefined;
  const found = firstFitDecreasing(pods, node);
  const least = lowerBound(pods, node);
  for (let nodes = least; nodes < found; nodes++) {
    const answer = fitsBySearch(pods, node, { nodes, steps });
    if (answer === 'fits') return { nodes, exact: true };
    // a larger number of nodes would take even longer to exclude
    if (answer === 'unknown') return { nodes: found, exact: false };
  }
  return { nodes: found, exact: true };
}

export function fitsAlone({ cpu, memory }: Resources, node: NodeCapacity): boolean {
  return cpu <= node.cpu && memory <= node.memory && node.pods >= 1;
}
