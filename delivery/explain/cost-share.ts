/** Cost of a workload's pods: the part of a node that they request, at the node's price. */
import { amountText } from '../../config/google/amount-text';
import { allocatable } from '../../checks/capacity/allocatable';
import { monthHours } from '../../checks/cost/usage';
import type { Environment } from '../../config/environment';
import { isKnown, machinePrice } from '../../config/google/machine-price';
import { machineTypes } from '../../config/google/machine-types';
import { listPrices } from '../../config/google/prices';
import { mebibytes, millicores } from '../../config/quantities';
import { isScaled, type Workload } from '../../config/workload';

/** One line. The scarcer of CPU and memory decides how many pods fit a node; tasks cost while they run, and their duration is not known here. */
export function costShare({ google, nodePool, sizing }: Environment, workload: Workload): readonly string[] {
  const [size, machine] = [sizing[workload.name], machineTypes[nodePool.machineType]];
  const price = machinePrice(listPrices, google.region, nodePool.machineType);
  if (size === undefined || machine === undefined) return ['unknown: it has no size'];
  if (!isKnown(price)) return [`unknown: ${price.unknown}`];
  const { currency } = listPrices;
  const node = allocatable(machine);
  const asked = [size, ...(workload.sidecars ?? [])];
  const share = Math.max(
    asked.reduce((sum, { cpu }) => sum + millicores(cpu.request), 0) / node.cpu,
    asked.reduce((sum, { memory }) => sum + mebibytes(memory.request), 0) / node.memory,
  );
  const part = `a pod asks for ${(100 * share).toFixed(1)} % of a node`;
  if (!isScaled(workload)) return [`${part}: ${amountText(currency, (share * price.onDemand).toFixed(3))} an hour while it runs`];
  const month = (pods: number): string => amountText(currency, String(Math.round(pods * share * price.onDemand * monthHours)));
  const { minReplicas, maxReplicas } = workload.scaling;
  return [
    `${part}: ${month(minReplicas)} a month at ${minReplicas} ${minReplicas === 1 ? 'pod' : 'pods'}, ${month(maxReplicas)} at ${maxReplicas}, at list prices of ${listPrices.asOf}`,
  ];
}
