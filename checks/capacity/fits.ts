/** Whether a demand fits a number of nodes. */
import { fitInAnyOrder } from './any-order';
import { leftFor, podsOf, type Demand, type PodGroup } from './demand';
import { fewestNodes, fitsAlone } from './packing';
import type { NodeCapacity, Resources } from './resources';

export type Fit =
  /** Proven: a placement on this number of nodes was found. */
  | { readonly kind: 'fits'; readonly pods: number; readonly nodes: number; readonly inAnyOrder: boolean }
  /** `exact`: it is proven that the available nodes are too few. Otherwise no packing on fewer nodes was found, which is no proof. */
  | { readonly kind: 'too-many'; readonly pods: number; readonly nodes: number; readonly exact: boolean }
  | { readonly kind: 'too-large'; readonly group: PodGroup; readonly room: Resources };

export function fits(demand: Demand, node: NodeCapacity, available: number): Fit {
  const left = leftFor(demand, node);
  const group = demand.groups.find(({ size }) => !fitsAlone(size, left));
  if (group !== undefined) return { kind: 'too-large', group, room: left };
  const pods = podsOf(demand);
  const packing = fewestNodes(pods, left);
  const { nodes, exact } = packing ?? { nodes: 0, exact: true };
  if (nodes > available) return { kind: 'too-many', pods: pods.length, nodes, exact };
  return { kind: 'fits', pods: pods.length, nodes, inAnyOrder: fitInAnyOrder(pods, left, available) };
}

export function isProven(demand: Demand, node: NodeCapacity | undefined, available: number): boolean {
  return node !== undefined && fits(demand, node, available).kind === 'fits';
}
