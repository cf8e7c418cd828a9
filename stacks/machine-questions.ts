/** Questions about the environment's machine types that only Google Cloud can answer: whether its zones have them, and the project's quota. */
import type { Environment } from '../config/environment';
import { machineTypes, type MachineFamily } from '../config/google/machine-types';
import type { LiveQuestion } from './live-question';

/** Name of the quota of processors in a region, by machine family (cloud.google.com/compute/resource-usage); for C4 a region lists none. */
const quotas: Readonly<Record<MachineFamily, string | undefined>> = {
  e2: 'CPUS',
  n2: 'N2_CPUS',
  n2d: 'N2D_CPUS',
  t2d: 'T2D_CPUS',
  c3: 'C3_CPUS',
  c4: undefined,
};

/** Not every zone of a region has every machine type, and a new project has small quotas. Otherwise both show only when nodes fail to start. */
export function ofTheMachines({ google, nodePool }: Environment): readonly LiveQuestion[] {
  const { machineType, maxNodes, spot } = nodePool;
  const pools = [{ machineType, maxNodes, kind: '' }, ...(spot === undefined ? [] : [{ ...spot, kind: ' as spot machines' }])];
  return [
    ...[...new Set(pools.map((pool) => pool.machineType))].map((type) => inEachZone(google, type)),
    ...pools.filter(({ kind }) => kind === '').flatMap((pool) => withinQuota(google, pool)),
  ];
}

function inEachZone({ project, zones }: Environment['google'], machineType: string): LiveQuestion {
  const command = ['gcloud', 'compute', 'machine-types', 'list', `--project=${project}`, `--zones=${zones.join(',')}`, `--filter=name=${machineType}`];
  return {
    claim: `${zones.join(', ')} have ${machineType}`,
    command: [...command, '--format=value(zone.basename())'],
    expected: { text: `each of ${zones.join(', ')}`, holds: (answer) => zones.every((zone) => answer.split(/\s+/).includes(zone)) },
  };
}

/** Whether the quota fits the pool's maximum and the surge node of an upgrade. */
function withinQuota({ project, region }: Environment['google'], pool: { readonly machineType: string; readonly maxNodes: number }): readonly LiveQuestion[] {
  const machine = machineTypes[pool.machineType];
  const quota = machine === undefined ? undefined : quotas[machine.family];
  if (machine === undefined || quota === undefined) return [];
  const needed = (pool.maxNodes + 1) * machine.vcpus;
  const limitOf = (answer: string): number => Number(new RegExp(`^${quota}\\s+(\\d+)`, 'm').exec(answer)?.[1] ?? 0);
  return [
    {
      claim: `the project may have ${pool.maxNodes} ${pool.machineType} in ${region}, and one more while they are upgraded`,
      command: ['gcloud', 'compute', 'regions', 'describe', region, `--project=${project}`, '--flatten=quotas[]', '--format=value(quotas.metric,quotas.limit)'],
      expected: { text: `${quota} of at least ${needed}`, holds: (answer) => limitOf(answer) >= needed },
    },
  ];
}
