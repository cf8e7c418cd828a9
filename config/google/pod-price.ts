import type { Environment } from '../environment';
import { mebibytes, millicores } from '../quantities';
import { machineTypes } from './machine-types';
import { isKnown, machinePrice, type NoPrice } from './machine-price';
import type { Prices } from './prices';

type Priced = Pick<Environment, 'google' | 'nodePool' | 'sizing'>;

/** Price of a pod for an hour as its share of a node: of the processors or of the memory, whichever is larger. A bill counts whole nodes. */
export function podHourPrice({ google: { region }, nodePool: { machineType }, sizing }: Priced, workload: string, prices: Prices): number | NoPrice {
  const [sized, price, node] = [sizing[workload], machinePrice(prices, region, machineType), machineTypes[machineType]];
  if (!isKnown(price)) return price;
  if (sized === undefined || node === undefined) return { unknown: `no size of ${workload}` };
  return price.onDemand * Math.max(millicores(sized.cpu.request) / (1000 * node.vcpus), mebibytes(sized.memory.request) / mebibytes(node.memory));
}
