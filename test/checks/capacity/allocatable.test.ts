import { machineTypes, type MachineType } from '../../../config/google/machine-types';
import { allocatable, guaranteed } from '../../../checks/capacity/allocatable';

const twoI = 'github.com/2i2c-org/infrastructure, deployer/commands/generate/resource_allocation/instance_capacities.yaml (lowest of their clusters, GKE 1.27)';
const issue2121 = 'github.com/2i2c-org/infrastructure/issues/2121 (GKE 1.25)';
const describeNode = 'kubectl describe node of a GKE 1.29 cluster, July 2024, in a public repository';
const helm409 = 'github.com/DataDog/helm-charts/issues/409 (default node group)';
const old = 'kubectl describe node of a GKE 1.11 cluster, 2019, in a public repository';
const docs = 'cloud.google.com/kubernetes-engine/docs/concepts/plan-node-sizes, the example, whose difference is that of image streaming';

const gib = (value: number): number => value * 1024;
const kib = (value: number): number => value / 1024;
/** N1 is an older family that config does not offer; its nodes obey the same formula. */
const n1 = (vcpus: number, memory: MachineType['memory']): MachineType => ({ family: 'n2', vcpus, memory });

/** Allocatable CPU in thousandths and memory in MiB, as nodes reported them. */
const observed: readonly (readonly [name: string, machine: MachineType | undefined, cpu: number, memory: number, source: string])[] = [
  ['e2-small', machineTypes['e2-small'], 940, kib(1397472), describeNode],
  ['e2-medium', machineTypes['e2-medium'], 940, kib(2885836), helm409],
  ['n2-highmem-2', machineTypes['n2-highmem-2'], 1930, gib(12.972), twoI],
  ['n2-highmem-4', machineTypes['n2-highmem-4'], 3920, kib(29085928), issue2121],
  ['n2-highmem-8', machineTypes['n2-highmem-8'], 7910, gib(57.27), twoI],
  ['n2-highmem-16', machineTypes['n2-highmem-16'], 15890, kib(122210676), issue2121],
  ['n2-highmem-32', machineTypes['n2-highmem-32'], 31850, gib(240.079), twoI],
  ['e2-highmem-16', machineTypes['e2-highmem-16'], 15890, gib(116.549), twoI],
  ['n2-highmem-64', { family: 'n2', vcpus: 64, memory: '524288Mi' }, 63770, kib(510603916), issue2121],
  ['n1-standard-1', n1(1, '3840Mi'), 940, kib(2702164), old],
  ['n1-standard-2', n1(2, '7680Mi'), 1930, gib(5.483), twoI],
  ['n1-standard-8', n1(8, '30720Mi'), 7910, gib(25.888), twoI],
  ['n1-standard-16', n1(16, '61440Mi'), 15890, gib(53.571), twoI],
  ['n1-highmem-4', n1(4, '26624Mi'), 3920, gib(22.192), twoI],
];

function machine(name: string): MachineType {
  const found = machineTypes[name];
  if (found === undefined) throw new Error(`the machine type must be known, received ${name}`);
  return found;
}

describe('the allocatable resources of a machine', () => {
  test('with 16 GiB are as worked out by hand', () => {
    // kernel: 16384 / 64 + 16 + 64 = 336; GKE: 4000 · 25 % + 4000 · 20 % + 8000 · 10 % + 384 · 6 % = 2623; eviction 100
    // CPU: 60 + 10 + 2 · 5 = 80
    expect(allocatable(machine('n2-standard-4'))).toEqual({ cpu: 3920, memory: 16_384 - 336 - 2623 - 100, pods: 110 });
    expect(allocatable(machine('n2-standard-4')).memory).toBe(13_325);
  });

  test('with less than 1 GB are all memory but a fixed amount', () => {
    // kernel: 960 / 64 + 16 = 31, below the 3 GiB from which devices need a buffer; GKE 255; eviction 100
    expect(allocatable({ family: 'e2', vcpus: 2, memory: '960Mi' }).memory).toBe(960 - 31 - 255 - 100);
  });

  test('with a shared core are 940m of CPU, whatever its size', () => {
    expect(['e2-micro', 'e2-small', 'e2-medium'].map((name) => allocatable(machine(name)).cpu)).toEqual([940, 940, 940]);
  });

  test.each(observed)('agree with observed nodes of %s: CPU exactly, memory within 2 %%', (_, type, cpu, memory) => {
    if (type === undefined) throw new Error('the machine type must be known');
    const predicted = allocatable(type);
    expect(predicted.cpu).toBe(cpu);
    expect(Math.abs(predicted.memory - memory) / memory).toBeLessThan(0.02);
  });
});

describe('the resources that a proof counts on', () => {
  test.each(observed)('are at most those of observed nodes of %s, and little less', (_, type, cpu, memory) => {
    if (type === undefined) throw new Error('the machine type must be known');
    const least = guaranteed(type, { imageStreaming: false });
    expect(least.cpu).toBeLessThanOrEqual(cpu);
    expect(least.memory).toBeLessThanOrEqual(memory);
    expect(memory - least.memory).toBeLessThan(Math.max(0.01 * memory, 50));
  });

  test(`hold with image streaming too: ${docs}`, () => {
    expect(guaranteed(machine('n2-standard-4'), { imageStreaming: true }).memory).toBeLessThanOrEqual(kib(13_498_416));
  });

  test('are positive and grow with the machine, for every type in the table', () => {
    const sorted = Object.values(machineTypes).sort((one, other) => Number.parseInt(one.memory, 10) - Number.parseInt(other.memory, 10));
    const memories = sorted.map((type) => guaranteed(type, { imageStreaming: true }).memory);
    expect(memories.every((memory, index) => memory > (index === 0 ? 0 : (memories[index - 1] ?? 0) - 1))).toBe(true);
  });

  test('are compared with at least ten observed types', () => {
    expect(new Set(observed.map(([name]) => name)).size).toBeGreaterThanOrEqual(10);
  });
});
