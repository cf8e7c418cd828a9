import type { Rule } from '../rule';
import { capacityRule } from './capacity-rule';
import { floorFits } from './floor-fits';
import { largestPodFits } from './largest-pod-fits';
import { maximumFits } from './maximum-fits';
import type { PoolSettings } from './node-pool';
import { oneZone } from './one-zone';
import { zoneLoss } from './zone-loss';

/** The proofs, for environments of which the configuration is known. */
export function capacityRules(environments: readonly PoolSettings[]): readonly Rule[] {
  const settingsOf = (name: string): PoolSettings | undefined => environments.find((environment) => environment.name === name);
  return [largestPodFits, maximumFits, floorFits, zoneLoss, oneZone].map((definition) => capacityRule(definition, settingsOf));
}
