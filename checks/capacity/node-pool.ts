/** The node pool of an environment, as the scheduler will see it. */
import type { Environment } from '../../config/environment';
import { machineTypes, type MachineType } from '../../config/google/machine-types';
import { guaranteed } from './allocatable';
import type { NodeCapacity } from './resources';

/** The part of an environment that the proofs need. */
export type PoolSettings = Pick<Environment, 'name' | 'nodePool' | 'google'>;

/** @returns undefined for an unknown machine type */
export function nodeOf({ nodePool }: Pick<PoolSettings, 'nodePool'>, machineType: string = nodePool.machineType): NodeCapacity | undefined {
  const machine = machineTypes[machineType];
  if (machine === undefined) return undefined;
  // the infrastructure program enables image streaming on every node
  const node = guaranteed(machine, { imageStreaming: true });
  return { ...node, pods: Math.min(node.pods, nodePool.podsPerNode) };
}

/** Nodes that remain after the loss of the fullest zone; the pool is spread evenly. 3 nodes in 3 zones: 2, 4 in 3: 2. */
export function afterZoneLoss(nodes: number, zones: number): number {
  return nodes - Math.ceil(nodes / zones);
}

/** Other types of the same family with at least as many processors and as much memory, smallest first. */
export function largerTypes(machineType: string): readonly string[] {
  const present = machineTypes[machineType];
  if (present === undefined) return [];
  return Object.entries(machineTypes)
    .filter(([name, { family, sharedCore }]) => name !== machineType && family === present.family && sharedCore === undefined)
    .filter(([, machine]) => machine.vcpus >= present.vcpus && memoryOf(machine) >= memoryOf(present))
    .sort(([, one], [, other]) => one.vcpus - other.vcpus || memoryOf(one) - memoryOf(other))
    .map(([name]) => name);
}

function memoryOf({ memory }: MachineType): number {
  return Number.parseInt(memory, 10);
}
