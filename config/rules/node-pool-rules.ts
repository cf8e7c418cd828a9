/** Rules of the machines that pods run on. */
import { when, type Draft, type Rule } from './draft';
import { machineTypes } from '../google/machine-types';
import type { Problem } from './problem';
import { gibibytes } from '../quantities';

/** Nothing can be proven or priced for a machine that nobody described. */
function knownMachines({ nodePool }: Draft): readonly Problem[] {
  if (nodePool === undefined) return [];
  const stated = [
    { path: 'nodePool.machineType', machineType: nodePool.machineType },
    ...(nodePool.spot === undefined ? [] : [{ path: 'nodePool.spot.machineType', machineType: nodePool.spot.machineType }]),
  ];
  return stated.flatMap(({ path, machineType }) =>
    when(machineTypes[machineType] === undefined, {
      path,
      rule: `must be a row of config/google/machine-types.ts (${nearest(machineType).join(', ')})`,
      received: machineType,
    }),
  );
}

/** Rows of the same family; all rows where there is none. */
function nearest(machineType: string): readonly string[] {
  const all = Object.keys(machineTypes);
  const [family] = machineType.split('-');
  const related = all.filter((name) => name.startsWith(`${family}-`));
  return related.length > 0 ? related : all;
}

function nodeRange({ nodePool }: Draft): readonly Problem[] {
  return when(nodePool !== undefined && nodePool.minNodes > nodePool.maxNodes, {
    path: 'nodePool.minNodes',
    rule: `must be at most maxNodes (${nodePool?.maxNodes})`,
    received: nodePool?.minNodes,
  });
}

/** A node in each zone, so that whichever zone goes, what runs in the others is still there. */
function zoneLoss({ place, nodePool }: Draft): readonly Problem[] {
  if (place === undefined || nodePool?.survivesZoneLoss !== true) return [];
  const zones = new Set(place.zones).size;
  return [
    ...when(zones < 2, { path: 'nodePool.survivesZoneLoss', rule: 'must be false with a single zone', received: true }),
    ...when(nodePool.minNodes < zones, {
      path: 'nodePool.minNodes',
      rule: `must be at least the number of zones (${zones}) to survive the loss of one`,
      received: nodePool.minNodes,
    }),
  ];
}

/** GKE's images and a day of container logs do not fit on less, and Compute Engine makes no larger disk than 64 TiB. */
function diskSize({ nodePool }: Draft): readonly Problem[] {
  const [least, most] = [32, 65_536];
  const size = nodePool === undefined ? least : gibibytes(nodePool.diskSize);
  return [
    ...when(size < least, { path: 'nodePool.diskSize', rule: `must be at least ${least}Gi`, received: nodePool?.diskSize }),
    ...when(size > most, { path: 'nodePool.diskSize', rule: `must be at most ${most}Gi`, received: nodePool?.diskSize }),
  ];
}

/** In the order in which their problems are shown. */
export const nodePoolRules: readonly Rule[] = [knownMachines, nodeRange, zoneLoss, diskSize];
