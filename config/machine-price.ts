import { machineTypes } from './machine-types';
import type { Prices } from './prices';
import { mebibytes } from './quantities';

/** For an hour. */
export interface MachinePrice {
  readonly onDemand: number;
  readonly spot: number;
  readonly vcpus: number;
}

/** @throws Error when the table has no price for it */
export function machinePrice(prices: Prices, region: string, machineType: string): MachinePrice {
  const machine = machineTypes[machineType];
  if (machine === undefined) throw new Error(`nodePool.machineType: must be one of config/machine-types.ts, received ${machineType}`);
  const families = prices.regions[region];
  if (families === undefined)
    throw new Error(
      `prices.regions: must have the region (it has ${Object.keys(prices.regions).join(', ')}), received ${region}; give --prices a table that does`,
    );
  const price = families[machine.family];
  if (price === undefined)
    throw new Error(
      `prices.regions.${region}: must have the family of ${machineType} (it has ${Object.keys(families).join(', ')}), received ${machine.family}; give --prices a table that does`,
    );
  const onDemand = (machine.sharedCore ?? machine.vcpus) * price.vcpuHour + (mebibytes(machine.memory) / 1024) * price.gibHour;
  return { onDemand, spot: onDemand * price.spot, vcpus: machine.vcpus };
}
