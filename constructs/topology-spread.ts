import { type k8s } from 'cdk8s-plus-28';

/** `preferred`: a pod in the wrong zone is better than no pod. `required`: a pod waits if the right zone has no room, so that no zone ever holds all pods. */
export type ZoneSpread = 'preferred' | 'required';

/**
 * Spread over zones first, then nodes. Nodes are only preferred: a cluster at its floor has one node. `matchLabelKeys` counts only the pods of the same rollout; pods of
 * a StatefulSet have no such label, and for them the key is ignored.
 */
export function spreadOverZonesAndNodes(labels: Readonly<Record<string, string>>, zones: ZoneSpread): k8s.TopologySpreadConstraint[] {
  const common = { maxSkew: 1, labelSelector: { matchLabels: { ...labels } }, matchLabelKeys: ['pod-template-hash'] };
  return [
    zones === 'required'
      ? // a zone whose nodes are all gone is tainted, and must not keep a pod waiting for it
        { ...common, topologyKey: 'topology.kubernetes.io/zone', whenUnsatisfiable: 'DoNotSchedule', nodeTaintsPolicy: 'Honor' }
      : { ...common, topologyKey: 'topology.kubernetes.io/zone', whenUnsatisfiable: 'ScheduleAnyway' },
    { ...common, topologyKey: 'kubernetes.io/hostname', whenUnsatisfiable: 'ScheduleAnyway' },
  ];
}
