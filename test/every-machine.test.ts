/** Machine types and regions: each must work in every part of the program. */
import { machineFamilies, machineTypes } from '../config/google/machine-types';
import { nodeDisk } from '../config/google/node-disk';
import { listPrices } from '../config/google/prices';
import { diskPrice } from '../config/google/machine-price';
import { regions } from '../config/google/regions';
import { ofTheMachines } from '../stacks/machine-questions';
import { environmentWith } from './environment-with';
import { recordedPlan } from './recorded-plan';
import { refusals } from './refusals';

/** A type with four vCPUs of each family, if it has one: ten such nodes hold the fixture. */
const types = machineFamilies.map((family) => Object.keys(machineTypes).find((name) => name.startsWith(`${family}-standard-4`)) ?? family);
const all = Object.keys(regions);
/** Two regions for each family, spread over the list. */
const rows = types.flatMap((type, index) => [index * 7, index * 7 + 3].map((at) => [type, all[at % all.length] ?? ''] as const));

function placed(machineType: string, region: string) {
  const zones = Array.from(regions[region] ?? '')
    .slice(0, 3)
    .map((letter) => `${region}-${letter}`);
  const { google, registry } = environmentWith();
  return environmentWith({
    nodePool: { ...environmentWith().nodePool, machineType, maxNodes: 12 },
    google: { ...google, region, zones },
    'workloads[0].image': `${region}-docker.pkg.dev/${google.project}/${registry.repository}/backend:0.1.0`,
  });
}

test.each(rows)('%s in %s: manifests pass every check, the plan passes the audit, and nodes boot from a supported disk', async (machineType, region) => {
  const environment = placed(machineType, region);
  expect(await refusals([environment])).toEqual([]);
  const pools = (await recordedPlan(environment)).resources.filter(({ type }) => type.endsWith(':NodePool'));
  expect(pools.length).toBeGreaterThan(0);
  for (const { inputs } of pools) expect(inputs).toMatchObject({ nodeConfig: { machineType, diskType: nodeDisk(machineType) } });
});

test('only the family C4 has no Persistent Disk, and a price table may have the price of its Hyperdisk', () => {
  expect(types.filter((type) => nodeDisk(type) === 'hyperdisk-balanced')).toEqual(['c4-standard-4']);
  expect(diskPrice(listPrices, 'c4-standard-4')).toEqual({ unknown: 'no price for hyperdisk-balanced' });
  expect(diskPrice({ ...listPrices, balancedHyperdiskGibMonth: 0.08 }, 'c4-standard-4')).toEqual({ gibMonth: 0.08 });
  expect(diskPrice({ ...listPrices, balancedHyperdiskGibMonth: 0.08 }, 'c3-standard-4')).toEqual({ gibMonth: listPrices.balancedDiskGibMonth });
});

test('the availability of the machine type in each zone and the quota of its family are checked in the live project', () => {
  const [zones, quota, ...more] = ofTheMachines(placed('n2-standard-4', 'us-central1'));
  expect(more).toEqual([]);
  expect(zones?.command.join(' ')).toContain('--zones=us-central1-a,us-central1-b,us-central1-c --filter=name=n2-standard-4');
  expect(['us-central1-a\nus-central1-b\nus-central1-c', 'us-central1-a\nus-central1-c', ''].map((answer) => zones?.expected.holds(answer))).toEqual([
    true,
    false,
    false,
  ]);
  // 13 nodes with 4 vCPUs
  expect(['CPUS\t999\nN2_CPUS\t52.0', 'CPUS\t999\nN2_CPUS\t51.0', 'N2D_CPUS\t999', ''].map((answer) => quota?.expected.holds(answer))).toEqual([
    true,
    false,
    false,
    false,
  ]);
  expect(ofTheMachines(placed('c4-standard-4', 'us-central1'))).toHaveLength(1);
});
