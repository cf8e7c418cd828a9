/** Advice for a failed proof: which number to change, and to what value. */
import type { Demand, PodGroup } from './demand';
import { isProven } from './fits';
import { largerTypes, nodeOf, type PoolSettings } from './node-pool';

/** Whether a proof succeeds with a number of nodes of a machine type. */
export type Question = (nodes: number, machineType: string) => boolean;

/** The limit of `nodePool.maxNodes` in config/node-pool.ts. */
const mostNodes = 1000;

/** `nodePool.maxNodes to 11`; undefined when no number of nodes is enough. */
export function enoughNodes(question: Question, { nodePool }: PoolSettings, field: 'minNodes' | 'maxNodes'): string | undefined {
  const nodes = smallest(nodePool[field], mostNodes, (candidate) => question(candidate, nodePool.machineType));
  return nodes === undefined ? undefined : `nodePool.${field} to ${nodes}`;
}

/** `nodePool.machineType to n2-standard-8`, the smallest of the same family; undefined when no machine type is enough. */
export function enoughMachine(question: Question, { nodePool }: PoolSettings, field: 'minNodes' | 'maxNodes'): string | undefined {
  const machineType = largerTypes(nodePool.machineType).find((candidate) => question(nodePool[field], candidate));
  return machineType === undefined ? undefined : `nodePool.machineType to ${machineType}`;
}

/** `maxReplicas of Deployment lyo-backend/backend to 44`: the largest maximum for the workload that needs most; undefined when not even one pod fits. */
export function fewerReplicas(settings: PoolSettings, demand: Demand): string | undefined {
  const group = largestScaled(demand);
  const { maximum } = group ?? {};
  if (group === undefined || maximum === undefined) return undefined;
  const node = nodeOf(settings);
  const withFewer = (less: number): Demand => ({
    ...demand,
    groups: demand.groups.map((one) => (one === group ? { ...group, pods: group.pods - less } : one)),
  });
  const less = smallest(1, maximum - 1, (candidate) => isProven(withFewer(candidate), node, settings.nodePool.maxNodes));
  return less === undefined ? undefined : `maxReplicas of ${group.name} to ${maximum - less}`;
}

/** Part of a sentence, `one, or two, or three`: the possible changes, and the file. */
export function changeText(options: readonly (string | undefined)[], settings: PoolSettings): string {
  const known = options.filter((option) => option !== undefined);
  if (known.length === 0)
    return `no machine type of the family in config/google/machine-types.ts is enough: choose another family in config/${settings.name}.ts, or request less`;
  return `change ${known.join(', or ')} (config/${settings.name}.ts and config/scaling.ts; requests are in config/sizing/${settings.name}.json)`;
}

/** The group that needs most of the cluster, among those with an autoscaler if there are any. */
function largestScaled({ groups }: Demand): PodGroup | undefined {
  return [...groups].filter(({ maximum }) => maximum !== undefined).sort((one, other) => other.pods * other.size.cpu - one.pods * one.size.cpu)[0];
}

/** Binary search: the smallest whole number from `from` to `to` for which `holds`; `holds` must be monotonic. */
function smallest(from: number, to: number, holds: (candidate: number) => boolean): number | undefined {
  if (from > to || !holds(to)) return undefined;
  let low = from;
  let high = to;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
