/**
 * Allocatable resources of a GKE node (cloud.google.com/kubernetes-engine/docs/concepts/plan-node-sizes), without the memory that the kernel reserves
 * first (the GCE model of the cluster autoscaler: cloudprovider/gce/gce_reserved.go in kubernetes/autoscaler). Amounts are thousandths of a core and mebibytes.
 */
import type { MachineType } from '../../config/google/machine-types';
import { mebibytes } from '../../config/quantities';
import type { NodeCapacity } from './resources';

/** Pods per node: GKE's default, and the limit that the formula assumes. */
const podsPerNode = 110;

/** Free memory below which the kubelet evicts pods, in mebibytes. */
const evictionThreshold = 100;

/** Reserve of a shared-core machine in thousandths of a core: 940m of 2 remain for pods. */
const sharedCoreReserve = 1060;

/** A share of the amount above `from`, up to the start of the next bracket. */
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

/** Reserve of memory. GKE counts a gigabyte as 1000 MiB here, which observed nodes confirm. */
const memoryBrackets: readonly Bracket[] = [
  { from: 0, share: 0.25 },
  { from: 4000, share: 0.2 },
  { from: 8000, share: 0.1 },
  { from: 16_000, share: 0.06 },
  { from: 128_000, share: 0.02 },
];

/** Further memory that image streaming reserves (cloud.google.com/kubernetes-engine/docs/how-to/image-streaming#memory_reservation_for). */
const streamingBrackets: readonly Bracket[] = memoryBrackets.map(({ from, share }) => ({ from, share: share / 25 }));

/** Allocatable resources by the published formula. A node with 16 GiB: 16384 − 336 (kernel) − 2623 (GKE) − 100 = 13325 MiB. */
export function allocatable(machine: MachineType): NodeCapacity {
  const physical = mebibytes(machine.memory);
  return {
    cpu: machine.vcpus * 1000 - reservedCpu(machine),
    memory: physical - kernelReserve(physical) - reservedMemory(physical) - evictionThreshold,
    pods: podsPerNode,
  };
}

/**
 * A lower bound of allocatable resources, for proofs. Observed nodes have up to 0.6 % less memory than the formula says, for a reason that the cluster autoscaler's source
 * calls unknown. With its correction and a margin, the result is below every node in test/checks/capacity/allocatable.test.ts.
 */
export function guaranteed(machine: MachineType, { imageStreaming }: { readonly imageStreaming: boolean }): NodeCapacity {
  const physical = mebibytes(machine.memory);
  const { cpu, memory, pods } = allocatable(machine);
  const streaming = imageStreaming ? above(streamingBrackets, physical) : 0;
  return { cpu, pods, memory: Math.floor(memory - unexplained(physical) - streaming - margin) };
}

/** Mebibytes subtracted after the correction; the largest remaining difference is 20 MiB, on n1-highmem-4. */
const margin = 32;

function unexplained(physical: number): number {
  return Math.min(0.00175 * physical, 248) + (physical <= 8192 ? 8 : 0);
}

function reservedCpu({ vcpus, sharedCore }: MachineType): number {
  return sharedCore === undefined ? above(cpuBrackets, vcpus * 1000) : sharedCoreReserve;
}

/** Memory that GKE reserves, by brackets. Below 1 GB it is a fixed amount, so that the node works at all. */
function reservedMemory(physical: number): number {
  return physical <= 1000 ? 255 : Math.floor(above(memoryBrackets, physical));
}

/** Memory that the kernel reserves: page tables, and a buffer for devices that cannot address more than 3 GiB. */
function kernelReserve(physical: number): number {
  return Math.floor(physical / 64) + 16 + (physical > 3072 ? 64 : 0);
}

function above(brackets: readonly Bracket[], amount: number): number {
  return brackets.reduce((total, { from, share }, index) => {
    const to = Math.min(amount, brackets[index + 1]?.from ?? amount);
    return total + Math.max(to - from, 0) * share;
  }, 0);
}
