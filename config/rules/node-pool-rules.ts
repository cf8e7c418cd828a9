/** Rules of the machines that pods run on. */
import { when, type Draft, type Rule } from './draft';
import { machineFamilies, machineTypes } from '../google/machine-types';
import type { Problem } from './problem';
import { gibibytes } from '../quantities';
import type { Tracing } from '../tracing';

/** A machine type that is not in the table can be neither proven to fit nor priced. */
function knownMachines({ nodePool }: Draft): readonly Problem[] {
  if (nodePool === undefined) return [];
  const stated = [
    { path: 'nodePool.machineType', machineType: nodePool.machineType },
    ...(nodePool.spot === undefined ? [] : [{ path: 'nodePool.spot.machineType', machineType: nodePool.spot.machineType }]),
  ];
  return stated.flatMap(({ path, machineType }) =>
    when(machineTypes[machineType] === undefined, {
      path,
      rule: isArm(machineType) ? noArm : `must be a row of config/google/machine-types.ts (${nearest(machineType)})`,
      received: machineType,
    }),
  );
}

/**
 * Series with Arm processors (cloud.google.com/kubernetes-engine/docs/concepts/arm-on-gke). GKE taints their nodes, so no pod of these manifests would be scheduled on
 * them; and the image of a workload, of which only the name is known here, may exist for x86 only.
 */
const armSeries = ['t2a', 'c4a', 'n4a', 'a4x'];
const noArm =
  'must be a machine with x86 processors: GKE taints nodes with Arm processors (kubernetes.io/arch=arm64:NoSchedule), no pod here tolerates that, and nothing tells whether your images run there';

function isArm(machineType: string): boolean {
  return armSeries.includes(machineType.split('-')[0] ?? '');
}

/** Machine types of the same family as suggestions; the names of all families where the family is unknown. */
function nearest(machineType: string): string {
  const [family] = machineType.split('-');
  const related = Object.keys(machineTypes).filter((name) => name.startsWith(`${family}-`));
  return related.length > 0 ? related.join(', ') : `of the families ${machineFamilies.join(', ')}`;
}

function nodeRange({ nodePool }: Draft): readonly Problem[] {
  return when(nodePool !== undefined && nodePool.minNodes > nodePool.maxNodes, {
    path: 'nodePool.minNodes',
    rule: `must be at most maxNodes (${nodePool?.maxNodes})`,
    received: nodePool?.minNodes,
  });
}

/** To survive the loss of any zone an environment needs a node in each zone, and replicas in two zones of the components that scaling and paging depend on. */
function zoneLoss({ place, nodePool, monitoring, tracing, optimizer }: Draft): readonly Problem[] {
  if (place === undefined || nodePool?.survivesZoneLoss !== true) return [];
  const zones = new Set(place.zones).size;
  return [
    ...when(zones < 2, { path: 'nodePool.survivesZoneLoss', rule: 'must be false with a single zone', received: true }),
    ...when(nodePool.minNodes < zones, {
      path: 'nodePool.minNodes',
      rule: `must be at least the number of zones (${zones}) to survive the loss of one`,
      received: nodePool.minNodes,
    }),
    ...when(monitoring !== undefined && monitoring.replicas < 2, {
      path: 'monitoring.replicas',
      rule: 'must be at least 2 to survive the loss of a zone (nodePool.survivesZoneLoss): a single Prometheus or Alertmanager stays with its volume in the zone that is gone',
      received: monitoring?.replicas,
    }),
    ...when((optimizer?.replicas ?? 2) < 2, {
      path: 'optimizer.replicas',
      rule: 'must be at least 2 to survive the loss of a zone (nodePool.survivesZoneLoss)',
      received: optimizer?.replicas,
    }),
    ...(tracing === undefined ? [] : collectorsInTwoZones(tracing.collectors)),
  ];
}

function collectorsInTwoZones(collectors: Tracing['collectors']): readonly Problem[] {
  const why = 'to survive the loss of a zone (nodePool.survivesZoneLoss): without spans only CPU and memory scale';
  if (collectors.layout === 'single') return [{ path: 'tracing.collectors.layout', rule: `must be "tiers" ${why}`, received: collectors.layout }];
  const { gateways, agents } = collectors;
  return [
    ...when(gateways < 2, { path: 'tracing.collectors.gateways', rule: `must be at least 2 ${why}`, received: gateways }),
    ...when(agents.min < 2, { path: 'tracing.collectors.agents.min', rule: `must be at least 2 ${why}`, received: agents.min }),
  ];
}

/** GKE's images and a day of container logs do not fit a smaller disk, and Compute Engine's largest disk has 64 TiB. */
function diskSize({ nodePool }: Draft): readonly Problem[] {
  const [least, most] = [32, 65_536];
  const size = nodePool === undefined ? least : gibibytes(nodePool.diskSize);
  return [
    ...when(size < least, { path: 'nodePool.diskSize', rule: `must be at least ${least}Gi`, received: nodePool?.diskSize }),
    ...when(size > most, { path: 'nodePool.diskSize', rule: `must be at most ${most}Gi`, received: nodePool?.diskSize }),
  ];
}

/** In the order in which problems are shown. */
export const nodePoolRules: readonly Rule[] = [knownMachines, nodeRange, zoneLoss, diskSize];
