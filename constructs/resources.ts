import { k8s } from 'cdk8s-plus-28';
import type { Sizing } from '../config/sizing';

/** Requests and limits of a container. Both are always stated: without a request no utilization exists, without a limit one pod can starve a node. */
export function containerResources({ cpu, memory }: Sizing): k8s.ResourceRequirements {
  return {
    requests: { cpu: k8s.Quantity.fromString(cpu.request), memory: k8s.Quantity.fromString(memory.request) },
    limits: { cpu: k8s.Quantity.fromString(cpu.limit), memory: k8s.Quantity.fromString(memory.limit) },
  };
}
