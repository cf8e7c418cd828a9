import type { NodeCapacity, Resources } from './resources';

/** Free resources of a node. */
export type Room = NodeCapacity;

export function room({ cpu, memory, pods }: Room, pod: Resources): boolean {
  return pod.cpu <= cpu && pod.memory <= memory && pods >= 1;
}

export function take({ cpu, memory, pods }: Room, pod: Resources): Room {
  return { cpu: cpu - pod.cpu, memory: memory - pod.memory, pods: pods - 1 };
}
