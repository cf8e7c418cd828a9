/**
 * What GKE leaves of a machine for pods (cloud.google.com/kubernetes-engine/docs/concepts/plan-node-sizes), and what the kernel takes before GKE
 * counts (the GCE model of the cluster autoscaler: cloudprovider/gce/gce_reserved.go in kubernetes/autoscaler). Amounts are thousandths of a core and mebibytes.
 */
import type { MachineType } from '../../config/google/machine-types';
import { mebibytes } from '../../config/quantities';
import type { NodeCapacity } from './resources';

/** GKE's default and upper limit of a Standard node. */
const podsPerNode = 110;

/** The kubelet evicts when less memory than this is free. */
const evictionThreshold = 100;

/** A shared core has 940m, whatever its size. */
const sharedCoreReserve = 1060;

/** A share of everything above `from`, up to where the next bracket begins. */
interface Bracket {
  readonly from: number;
  readonly share: number;
}

const cpuBrackets: readonly Bracket[] = [
  { from: 0, share: 0.06 },
  { from: 1000, share: 0.01 },
  { from: 2000, share: 0.005 },
  { from: 4000, share: 0.0025 },
];

/** GKE counts a gigabyte as 1000 MiB here, which observed nodes confirm. */
const memoryBrackets: readonly Bracket[] = [
  { from: 0, share: 0.25 },
  { from: 4000, share: 0.2 },
  { from: 8000, share: 0.1 },
  { from: 16_000, share: 0.06 },
  { from: 128_000, share: 0.02 },
];

/** The memory that image streaming reserves besides (cloud.google.com/kubernetes-engine/docs/how-to/image-streaming#memory_reservation_for). */
const streamingBrackets: readonly Bracket[] = memoryBrackets.map(({ from, share }) => ({ from, share: share / 25 }));

/** The formula as it is published. A node with 16 GiB: 16384 − 336 (kernel) − 2623 (GKE) − 100 = 13325 MiB. */
export function allocatable(machine: MachineType): NodeCapacity {
  const physical = mebibytes(machine.memory);
  return {
    cpu: machine.vcpus * 1000 - reservedCpu(machine),
    memory: physical - kernelReserve(physical) - reservedMemory(physical) - evictionThreshold,
    pods: podsPerNode,
  };
}

/**
 * What a node has at least, for proofs: nodes were observed to offer up to 0.6 % less memory than the formula says, for a reason that the cluster autoscaler
 * calls unknown. Its correction, and a margin above what is then left, put the figure below every node in test/checks/capacity/allocatable.test.ts.
 */
export function guaranteed(machine: MachineType, { imageStreaming }: { readonly imageStreaming: boolean }): NodeCapacity {
  const physical = mebibytes(machine.memory);
  const { cpu, memory, pods } = allocatable(machine);
  const streaming = imageStreaming ? above(streamingBrackets, physical) : 0;
  return { cpu, pods, memory: Math.floor(memory - unexplained(physical) - streaming - margin) };
}

/** The largest difference that the correction leaves is 20 MiB, on n1-highmem-4. */
const margin = 32;

function unexplained(physical: number): number {
  return Math.min(0.00175 * physical, 248) + (physical <= 8192 ? 8 : 0);
}

function reservedCpu({ vcpus, sharedCore }: MachineType): number {
  return sharedCore === undefined ? above(cpuBrackets, vcpus * 1000) : sharedCoreReserve;
}

/** Below 1 GB a fixed amount, so that the node works at all. */
function reservedMemory(physical: number): number {
  return physical <= 1000 ? 255 : Math.floor(above(memoryBrackets, physical));
}

/** Page tables, and a buffer for devices that cannot address more than 3 GiB. */
function kernelReserve(physical: number): number {
  return Math.floor(physical / 64) + 16 + (physical > 3072 ? 64 : 0);
}

function above(brackets: readonly Bracket[], amount: number): number {
  return brackets.reduce((total, { from, share }, index) => {
    const to = Math.min(amount, brackets[index + 1]?.from ?? amount);
    return total + Math.max(to - from, 0) * share;
  }, 0);
}
