/** Values that Google and Kubernetes fix. A typo in one of them would be unnoticed until a live project shows it. */
import { clusterAgents, managedCollection, nodeAgents } from '../../../checks/capacity/system-pods';
import { sumOf } from '../../../checks/capacity/resources';
import { podsDisk } from '../../../config/google/pods-disk';
import { machineTypes } from '../../../config/google/machine-types';
import { idleConnection } from '../../../config/keep-alive';
import { mebibytes } from '../../../config/quantities';

/** Gibibytes per vCPU, by family and class (cloud.google.com/compute/docs/general-purpose-machines). */
const perProcessor: Readonly<Record<string, number>> = {
  ...{ 'e2-standard': 4, 'e2-highmem': 8, 'e2-highcpu': 1 },
  ...{ 'n2-standard': 4, 'n2-highmem': 8, 'n2-highcpu': 1 },
  ...{ 'n2d-standard': 4, 'n2d-highmem': 8 },
  ...{ 'c3-standard': 4, 'c4-standard': 3.75, 't2d-standard': 4 },
};

test.each(Object.entries(machineTypes).filter(([, { sharedCore }]) => sharedCore === undefined))('%s has the memory of its class', (name, machine) => {
  // c4-standard-2 alone has 7 GiB, not 7.5
  const gibibytes = name === 'c4-standard-2' ? 7 : (perProcessor[name.split('-').slice(0, 2).join('-')] ?? Number.NaN) * machine.vcpus;
  expect(mebibytes(machine.memory)).toBe(1024 * gibibytes);
});

test('shared cores have 1, 2 and 4 GiB', () => {
  expect(['e2-micro', 'e2-small', 'e2-medium'].map((name) => machineTypes[name]?.memory)).toEqual(['1024Mi', '2048Mi', '4096Mi']);
});

test('a load balancer keeps idle connections to pods for 600 s, and every server keeps them for longer', () => {
  expect(idleConnection.loadBalancer).toBe(600);
  // the margin by which the server keeps them longer
  expect(idleConnection.server).toBe(idleConnection.loadBalancer + 20);
});

test('of a boot disk GKE reserves the least of 50 %, 6 GiB + 35 % and 100 GiB, and the kubelet a tenth', () => {
  // 10 GiB: half, 5; 100 GiB: 6 + 35 = 41; 200 GiB: 6 + 70 = 76; 400 GiB: 100
  expect(podsDisk('10Gi')).toBe(1024 * (10 - 5 - 1));
  expect(podsDisk('100Gi')).toBe(1024 * (100 - 41 - 10));
  expect(podsDisk('200Gi')).toBe(1024 * (200 - 76 - 20));
  expect(podsDisk('400Gi')).toBe(1024 * (400 - 100 - 40));
});

test('the pods of GKE itself add up to the observed sums: on each node, in the cluster, and for managed metrics collection', () => {
  // 205 + 105 + 100 + 19 + 15 + 10 + 8 + 10 + 50; 300 + 230 + 100 + 155 + 60 + 16 + 60 + 20 + 100
  expect(sumOf(nodeAgents)).toEqual({ cpu: 522, memory: 1041 });
  // 2 · 265 + 48 + 20 + 10 + 10 + 3; 2 · 140 + 105 + 10 + 10 + 20 + 100
  const all = clusterAgents.flatMap(({ pods = 1, ...size }) => Array.from({ length: pods }, () => size));
  expect(sumOf(all)).toEqual({ cpu: 621, memory: 525 });
  expect(managedCollection).toMatchObject({ everyNode: { cpu: 5, memory: 40 }, cluster: { cpu: 1, memory: 16 } });
});
