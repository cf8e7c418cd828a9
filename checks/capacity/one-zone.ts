import { awayWithAZone, namespaces } from '../../config/names';
import type { Manifests } from '../manifest';
import { isExpendable } from '../objects/priority-class';
import { claims, isRegional } from '../objects/storage-class';
import { selects } from '../objects/selector';
import { workloads, type Workload } from '../objects/workload';
import type { Finding } from '../check';
import type { CapacityCheck } from './capacity-check';
import { autoscalerOf, fewestPods } from './pod-count';

const zone = 'topology.kubernetes.io/zone';

export const oneZone: CapacityCheck = {
  id: 'capacity/one-zone',
  title: 'where an environment promises to survive the loss of a zone, all that scaling and paging need runs in two',
  why: 'A pod of a StatefulSet in a zone that is gone is not replaced while its node may come back, and its volume is nowhere else: without Prometheus nothing scales, without Alertmanager nobody is told.',
  find: (manifests, { nodePool }) =>
    nodePool.survivesZoneLoss
      ? workloads(manifests)
          .filter((workload) => isNeeded(manifests, workload))
          .flatMap((workload) => findings(manifests, workload))
      : [],
};

/** Whether a component must survive the loss of a zone: all except those in `awayWithAZone` (config/names.ts) and DaemonSets, which run on every node. */
function isNeeded(manifests: Manifests, workload: Workload): boolean {
  const { object, serves } = workload;
  return (
    serves &&
    object.kind !== 'DaemonSet' &&
    object.namespace === namespaces.observability &&
    !(object.name in awayWithAZone) &&
    !isExpendable(manifests, workload)
  );
}

function findings(manifests: Manifests, workload: Workload): readonly Finding[] {
  const subject = workload.object;
  const pods = fewestPods(workload, autoscalerOf(manifests, workload));
  if (pods < 2) {
    return [
      {
        subject,
        problem: `it has ${pods} pod, which is lost with its zone`,
        fix: 'run two (monitoring.replicas, tracing.collectors in config/<environment>.ts)',
      },
    ];
  }
  const shared = sharedClaims(manifests, workload);
  if (shared.length > 0) {
    return [
      {
        subject,
        problem: `its ${pods} pods share the volume of ${shared.join(', ')}, which is in one zone`,
        fix: 'give each pod a volume of its own (volumeClaimTemplates), or take a class that writes to two zones',
      },
    ];
  }
  if (isSpread(workload)) return [];
  return [
    {
      subject,
      problem: `nothing keeps its ${pods} pods from running in one zone: no topologySpreadConstraints with ${zone}, maxSkew 1 and DoNotSchedule selects them`,
      fix: 'state zones: zonesOf(environment) in its chart',
    },
  ];
}

/** Volume claims in the pod template, which all pods of the workload share. */
function sharedClaims(manifests: Manifests, { object, pod }: Workload): readonly string[] {
  return pod.volumes.flatMap(({ persistentVolumeClaim }) => {
    if (!persistentVolumeClaim) return [];
    const claim = claims
      .of(manifests)
      .find((candidate) => candidate.object.namespace === object.namespace && candidate.object.name === persistentVolumeClaim.claimName);
    return isRegional(manifests, claim?.value.spec.storageClassName) ? [] : [persistentVolumeClaim.claimName];
  });
}

function isSpread({ labels, pod }: Workload): boolean {
  return pod.topologySpreadConstraints.some(
    ({ topologyKey, maxSkew, whenUnsatisfiable, labelSelector }) =>
      topologyKey === zone &&
      maxSkew === 1 &&
      whenUnsatisfiable !== 'ScheduleAnyway' &&
      labelSelector !== null &&
      labelSelector !== undefined &&
      selects(labelSelector, labels),
  );
}
