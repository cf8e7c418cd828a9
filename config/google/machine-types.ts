/**
 * Machine types of Compute Engine that are common in node pools (cloud.google.com/compute/docs/general-purpose-machines, read 2026-08).
 * The capacity proof and the cost estimate refuse a type that is missing here: add a row.
 */
import type { Memory } from '../quantities';
import { table } from '../table';

export const machineFamilies = ['e2', 'n2', 'n2d', 'c3', 'c4', 't2d'] as const;
export type MachineFamily = (typeof machineFamilies)[number];

export interface MachineType {
  readonly family: MachineFamily;
  /** Processors that the operating system sees. A shared-core machine shows two and may use a part of them in the long run. */
  readonly vcpus: number;
  readonly memory: Memory;
  /** For a shared-core machine: the processors that it may use in the long run and that it is billed for. @default - the machine has its processors to itself */
  readonly sharedCore?: number;
}

export const machineTypes = table<Readonly<Record<string, MachineType>>>({
  'e2-micro': { family: 'e2', vcpus: 2, memory: '1024Mi', sharedCore: 0.25 },
  'e2-small': { family: 'e2', vcpus: 2, memory: '2048Mi', sharedCore: 0.5 },
  'e2-medium': { family: 'e2', vcpus: 2, memory: '4096Mi', sharedCore: 1 },
  'e2-standard-2': { family: 'e2', vcpus: 2, memory: '8192Mi' },
  'e2-standard-4': { family: 'e2', vcpus: 4, memory: '16384Mi' },
  'e2-standard-8': { family: 'e2', vcpus: 8, memory: '32768Mi' },
  'e2-standard-16': { family: 'e2', vcpus: 16, memory: '65536Mi' },
  'e2-highmem-2': { family: 'e2', vcpus: 2, memory: '16384Mi' },
  'e2-highmem-4': { family: 'e2', vcpus: 4, memory: '32768Mi' },
  'e2-highmem-8': { family: 'e2', vcpus: 8, memory: '65536Mi' },
  'e2-highmem-16': { family: 'e2', vcpus: 16, memory: '131072Mi' },
  'e2-highcpu-2': { family: 'e2', vcpus: 2, memory: '2048Mi' },
  'e2-highcpu-4': { family: 'e2', vcpus: 4, memory: '4096Mi' },
  'e2-highcpu-8': { family: 'e2', vcpus: 8, memory: '8192Mi' },
  'e2-highcpu-16': { family: 'e2', vcpus: 16, memory: '16384Mi' },
  'n2-standard-2': { family: 'n2', vcpus: 2, memory: '8192Mi' },
  'n2-standard-4': { family: 'n2', vcpus: 4, memory: '16384Mi' },
  'n2-standard-8': { family: 'n2', vcpus: 8, memory: '32768Mi' },
  'n2-standard-16': { family: 'n2', vcpus: 16, memory: '65536Mi' },
  'n2-highmem-2': { family: 'n2', vcpus: 2, memory: '16384Mi' },
  'n2-highmem-4': { family: 'n2', vcpus: 4, memory: '32768Mi' },
  'n2-highmem-8': { family: 'n2', vcpus: 8, memory: '65536Mi' },
  'n2-highmem-16': { family: 'n2', vcpus: 16, memory: '131072Mi' },
  'n2-highmem-32': { family: 'n2', vcpus: 32, memory: '262144Mi' },
  'n2-highcpu-2': { family: 'n2', vcpus: 2, memory: '2048Mi' },
  'n2-highcpu-4': { family: 'n2', vcpus: 4, memory: '4096Mi' },
  'n2-highcpu-8': { family: 'n2', vcpus: 8, memory: '8192Mi' },
  'n2-highcpu-16': { family: 'n2', vcpus: 16, memory: '16384Mi' },
  'n2d-standard-2': { family: 'n2d', vcpus: 2, memory: '8192Mi' },
  'n2d-standard-4': { family: 'n2d', vcpus: 4, memory: '16384Mi' },
  'n2d-standard-8': { family: 'n2d', vcpus: 8, memory: '32768Mi' },
  'n2d-standard-16': { family: 'n2d', vcpus: 16, memory: '65536Mi' },
  'n2d-highmem-4': { family: 'n2d', vcpus: 4, memory: '32768Mi' },
  'n2d-highmem-8': { family: 'n2d', vcpus: 8, memory: '65536Mi' },
  'n2d-highmem-16': { family: 'n2d', vcpus: 16, memory: '131072Mi' },
  'c3-standard-4': { family: 'c3', vcpus: 4, memory: '16384Mi' },
  'c3-standard-8': { family: 'c3', vcpus: 8, memory: '32768Mi' },
  'c3-standard-22': { family: 'c3', vcpus: 22, memory: '90112Mi' },
  'c4-standard-2': { family: 'c4', vcpus: 2, memory: '7168Mi' },
  'c4-standard-4': { family: 'c4', vcpus: 4, memory: '15360Mi' },
  'c4-standard-8': { family: 'c4', vcpus: 8, memory: '30720Mi' },
  'c4-standard-16': { family: 'c4', vcpus: 16, memory: '61440Mi' },
  't2d-standard-1': { family: 't2d', vcpus: 1, memory: '4096Mi' },
  't2d-standard-2': { family: 't2d', vcpus: 2, memory: '8192Mi' },
  't2d-standard-4': { family: 't2d', vcpus: 4, memory: '16384Mi' },
  't2d-standard-8': { family: 't2d', vcpus: 8, memory: '32768Mi' },
  't2d-standard-16': { family: 't2d', vcpus: 16, memory: '65536Mi' },
});
