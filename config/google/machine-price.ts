import { machineTypes } from './machine-types';
import { nodeDisk } from './node-disk';
import type { Prices } from './prices';
import { mebibytes } from '../quantities';

/** Price of one machine for an hour. */
export interface MachinePrice {
  readonly onDemand: number;
  readonly spot: number;
  readonly vcpus: number;
}

/** A price that the table lacks. That is no error: only the cost estimate needs prices, and it says what is unknown. */
export interface NoPrice {
  /** `no price for c4-standard-4 in europe-west3` */
  readonly unknown: string;
}

export function isKnown<Price extends object>(price: Price | NoPrice): price is Price {
  return !('unknown' in price);
}

export function machinePrice({ regions }: Prices, region: string, machineType: string): MachinePrice | NoPrice {
  const machine = machineTypes[machineType];
  const price = machine === undefined ? undefined : regions[region]?.[machine.family];
  if (machine === undefined || price === undefined) return { unknown: `no price for ${machineType} in ${region}` };
  const onDemand = (machine.sharedCore ?? machine.vcpus) * price.vcpuHour + (mebibytes(machine.memory) / 1024) * price.gibHour;
  return { onDemand, spot: onDemand * price.spot, vcpus: machine.vcpus };
}

/** Price of a gibibyte for a month, on the kind of disk that the machine type can attach. */
export function diskPrice(prices: Prices, machineType: string): { readonly gibMonth: number } | NoPrice {
  const disk = nodeDisk(machineType);
  const gibMonth = disk === 'pd-balanced' ? prices.balancedDiskGibMonth : prices.balancedHyperdiskGibMonth;
  return gibMonth === undefined ? { unknown: `no price for ${disk}` } : { gibMonth };
}
