import { k8s } from 'cdk8s-plus-28';
import type { Cpu, Memory } from '../config/quantities';
import type { Sizing } from '../config/sizing';
import { ephemeralStorageOf } from './ephemeral-storage';

/** Requests and limits of a container. Both are always stated: without a request there is no utilization, and without a limit one pod can starve a node. */
export function containerResources(sizing: Pick<Sizing, 'cpu' | 'memory' | 'scratch'>): k8s.ResourceRequirements {
  const { cpu, memory } = sizing;
  const disk = ephemeralStorageOf(sizing);
  return { requests: amounts(cpu.request, memory.request, disk.request), limits: amounts(cpu.limit, memory.limit, disk.limit) };
}

/** Amounts of the three resources that every container states. */
export function amounts(cpu: Cpu, memory: Memory, disk: Memory): Readonly<Record<string, k8s.Quantity>> {
  return { cpu: k8s.Quantity.fromString(cpu), memory: k8s.Quantity.fromString(memory), 'ephemeral-storage': k8s.Quantity.fromString(disk) };
}
