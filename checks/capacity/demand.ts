/** All pods that an environment runs at one of three moments, by workload. */
import type { ManifestObject, Manifests } from '../manifest';
import { nameOf } from '../manifest';
import { podMonitorings } from '../objects/pod-monitoring';
import { isExpendable } from '../objects/priority-class';
import { workloads, type Workload } from '../objects/workload';
import { autoscalerOf, fewestPods, mostPods } from './pod-count';
import { podRequest } from './pod-request';
import { plus, sumOf, type NodeCapacity, type Resources } from './resources';
import { clusterAgents, managedCollection, nodeAgents } from './system-pods';

/** Pods of one workload. */
export interface PodGroup {
  readonly name: string;
  readonly pods: number;
  readonly size: Resources;
  /** The workload's object. @default - none: GKE runs the pods */
  readonly object?: ManifestObject;
  /** The horizontal autoscaler. @default - none: the number of pods is fixed */
  readonly autoscaler?: ManifestObject;
  /** The autoscaler's maximum, without the surge of a release. */
  readonly maximum?: number;
}

export interface Demand {
  readonly groups: readonly PodGroup[];
  /** Pods that run on every node in addition. */
  readonly everyNode: Resources & { readonly pods: number };
}

/**
 * `rest`: every autoscaler at its minimum, with placeholders. `survival`: the same without placeholders, because any pod preempts them.
 * `peak`: every autoscaler at its maximum during rollouts and scale-ins, vertical autoscalers at their bounds, no placeholders.
 */
export type Moment = 'rest' | 'survival' | 'peak';

export function demandAt(manifests: Manifests, moment: Moment): Demand {
  const all = workloads(manifests);
  const daemons = all.filter(({ object }) => object.kind === 'DaemonSet').map((workload) => podRequest(manifests, workload, sizeAt(moment)));
  const groups = all
    .filter((workload) => isCounted(manifests, workload, moment))
    .map((workload) => groupOf(manifests, workload, moment))
    .filter(({ pods }) => pods > 0);
  const collects = podMonitorings.of(manifests).length > 0;
  const onNodes = [...nodeAgents, ...(collects ? [managedCollection.everyNode] : [])];
  const inCluster = [...clusterAgents, ...(collects ? [managedCollection.cluster] : [])];
  return {
    groups: [...groups, ...inCluster.map(({ name, pods = 1, cpu, memory }) => ({ name: `kube-system/${name}`, pods, size: { cpu, memory } }))],
    everyNode: { ...plus(sumOf(onNodes), sumOf(daemons)), pods: onNodes.length + daemons.length },
  };
}

/** What the pods that run on every node leave of a node. */
export function leftFor({ everyNode }: Demand, node: NodeCapacity): NodeCapacity {
  return { cpu: node.cpu - everyNode.cpu, memory: node.memory - everyNode.memory, pods: node.pods - everyNode.pods };
}

export function podsOf({ groups }: Demand): readonly Resources[] {
  return groups.flatMap(({ pods, size }) => Array.from({ length: pods }, () => size));
}

function isCounted(manifests: Manifests, workload: Workload, moment: Moment): boolean {
  if (workload.object.kind === 'DaemonSet') return false;
  return moment === 'rest' || !isExpendable(manifests, workload);
}

function groupOf(manifests: Manifests, workload: Workload, moment: Moment): PodGroup {
  const autoscaler = autoscalerOf(manifests, workload);
  return {
    name: nameOf(workload.object),
    pods: moment === 'peak' ? mostPods(workload, autoscaler) : fewestPods(workload, autoscaler),
    size: podRequest(manifests, workload, sizeAt(moment)),
    object: workload.object,
    autoscaler: autoscaler?.object,
    maximum: autoscaler?.value.spec.maxReplicas,
  };
}

function sizeAt(moment: Moment): 'stated' | 'largest' {
  return moment === 'peak' ? 'largest' : 'stated';
}
