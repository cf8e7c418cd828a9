import { diskPrice, isKnown, machinePrice } from '../../../config/google/machine-price';
import { machineFamilies, machineTypes } from '../../../config/google/machine-types';
import { nodeDisk, storageClassFor } from '../../../config/google/node-disk';
import { listPrices } from '../../../config/google/prices';
import { regions } from '../../../config/google/regions';
import { environmentWith } from '../../environment-with';

/** Every region and machine type in config/google. */
const offered = Object.keys(regions).flatMap((region) => Object.keys(machineTypes).map((machineType) => ({ region, machineType })));

test('every machine type in every region has a price, or a sentence that names the missing price', () => {
  for (const { region, machineType } of offered) {
    const price = machinePrice(listPrices, region, machineType);
    const family = machineTypes[machineType]?.family;
    const listed = family !== undefined && listPrices.regions[region]?.[family] !== undefined;
    if (listed) expect(price).toMatchObject({ onDemand: expect.any(Number), spot: expect.any(Number) });
    else expect(price).toEqual({ unknown: `no price for ${machineType} in ${region}` });
  }
});

test('every listed price is positive, and a spot machine is never more expensive', () => {
  const known = offered.map(({ region, machineType }) => machinePrice(listPrices, region, machineType)).filter(isKnown);
  expect(known.length).toBeGreaterThan(offered.length / 4);
  for (const { onDemand, spot } of known) {
    expect(spot).toBeGreaterThan(0);
    expect(spot).toBeLessThanOrEqual(onDemand);
  }
});

test('an unknown machine type and an unknown region have no price', () => {
  expect(machinePrice(listPrices, 'europe-west1', 'x1-mega')).toEqual({ unknown: 'no price for x1-mega in europe-west1' });
  expect(machinePrice(listPrices, 'moon-west1', 'e2-small')).toEqual({ unknown: 'no price for e2-small in moon-west1' });
});

test.each(machineFamilies.map((family) => [family]))('nodes of %s have boot disks, volumes and disk prices of the same kind', (family) => {
  const machineType = `${family}-standard-4`;
  const persistent = nodeDisk(machineType) === 'pd-balanced';
  expect(storageClassFor(environmentWith({ 'nodePool.machineType': machineType }))).toBe(`lyo-encrypted-${persistent ? 'pd' : 'hyperdisk'}-balanced`);
  expect(isKnown(diskPrice(listPrices, machineType))).toBe(persistent);
});
