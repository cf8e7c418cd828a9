import type { ManifestObject } from '../manifest';
import type { Finding } from '../check';
import { changeText } from './advice';
import type { CapacityCheck } from './capacity-check';
import { demandAt, leftFor, type Demand, type PodGroup } from './demand';
import { largerTypes, nodeOf, type PoolSettings } from './node-pool';
import { fitsAlone } from './packing';
import { resourcesText, type NodeCapacity } from './resources';

export const largestPodFits: CapacityCheck = {
  id: 'capacity/largest-pod-fits',
  title: 'every pod, with its vertical autoscaler at the upper bound, fits an empty node',
  why: 'A pod that is larger than a node stays pending for ever: adding nodes does not help, and the cluster autoscaler does not even try.',
  find: (manifests, settings, node) => {
    const demand = demandAt(manifests, 'peak');
    const room = leftFor(demand, node);
    return demand.groups.flatMap((group) =>
      group.object === undefined || fitsAlone(group.size, room) ? [] : [finding(group, group.object, { demand, room, settings })],
    );
  },
};

interface Context {
  readonly demand: Demand;
  readonly room: NodeCapacity;
  readonly settings: PoolSettings;
}

function finding({ size }: PodGroup, subject: ManifestObject, { demand, room, settings }: Context): Finding {
  const { machineType } = settings.nodePool;
  if (!Number.isFinite(size.cpu) || !Number.isFinite(size.memory)) {
    const resource = Number.isFinite(size.cpu) ? 'memory' : 'cpu';
    return {
      subject,
      problem: `a vertical autoscaler applies its ${resource} request without an upper bound, so no node is large enough`,
      fix: `state maxAllowed.${resource} in the autoscaler (config/sizing/${settings.name}.json has it as ${resource}.max)`,
    };
  }
  const enough = largerTypes(machineType).find((type) => {
    const node = nodeOf(settings, type);
    return node !== undefined && fitsAlone(size, leftFor(demand, node));
  });
  return {
    subject,
    problem: `a pod may request ${resourcesText(size)}, and an empty ${machineType} node has ${resourcesText(room)} left for pods`,
    fix: changeText([enough === undefined ? undefined : `nodePool.machineType to ${enough}`], settings),
  };
}
