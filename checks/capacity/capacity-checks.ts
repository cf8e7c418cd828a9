import type { Check } from '../check';
import { capacityCheck } from './capacity-check';
import { floorFits } from './floor-fits';
import { largestPodFits } from './largest-pod-fits';
import { maximumFits } from './maximum-fits';
import type { PoolSettings } from './node-pool';
import { oneZone } from './one-zone';
import { zoneLoss } from './zone-loss';

/** The capacity proofs, for environments with a known configuration. */
export function capacityChecks(environments: readonly PoolSettings[]): readonly Check[] {
  const settingsOf = (name: string): PoolSettings | undefined => environments.find((environment) => environment.name === name);
  return [largestPodFits, maximumFits, floorFits, zoneLoss, oneZone].map((definition) => capacityCheck(definition, settingsOf));
}
