/** Checks that need the configuration of an environment besides its manifests. */
import type { Manifests } from '../manifest';
import { check, type Finding, type Check, type CheckDefinition } from '../check';
import { nodeOf, type PoolSettings } from './node-pool';
import { environmentSubject } from './proof-text';
import type { NodeCapacity } from './resources';

export interface CapacityCheck extends Omit<CheckDefinition, 'find'> {
  readonly find: (manifests: Manifests, settings: PoolSettings, node: NodeCapacity) => readonly Finding[];
}

/** @param settingsOf undefined for an environment that is not in the configuration; the check then reports nothing */
export function capacityCheck({ find, ...identity }: CapacityCheck, settingsOf: (environment: string) => PoolSettings | undefined): Check {
  return check({
    ...identity,
    find: (manifests) => {
      const settings = settingsOf(manifests.environment);
      if (settings === undefined) return [];
      const node = nodeOf(settings);
      return node === undefined ? [unknownMachine(settings)] : find(manifests, settings, node);
    },
  });
}

function unknownMachine(settings: PoolSettings): Finding {
  return {
    subject: environmentSubject(settings),
    problem: `nothing is known about the machine type ${settings.nodePool.machineType}, so nothing can be proven`,
    fix: 'choose a machine type of config/google/machine-types.ts, or add this one there with its processors and memory',
  };
}
