import { type k8s } from 'cdk8s-plus-28';

/** `preferred`: a pod in the wrong zone is better than no pod. `required`: a pod waits if the right zone has no room, so that no zone ever holds all pods. */
export type ZoneSpread = 'preferred' | 'required';

/**
 * Spread over zones first, then nodes. Nodes are only preferred, because a cluster at its minimum may have one node. With `matchLabelKeys` only pods of the same rollout count; pods of
 * a StatefulSet have no such label, so the key is ignored for them.
 */
export function spreadOverZonesAndNodes(labels: Readonly<Record<string, string>>, zones: ZoneSpread): k8s.TopologySpreadConstraint[] {
  const common = { maxSkew: 1, labelSelector: { matchLabels: { ...labels } }, matchLabelKeys: ['pod-template-hash'] };
  return [
    zones === 'required'
      ? // the nodes of a failed zone are tainted; without this setting a pod would wait for that zone
        { ...common, topologyKey: 'topology.kubernetes.io/zone', whenUnsatisfiable: 'DoNotSchedule', nodeTaintsPolicy: 'Honor' }
      : { ...common, topologyKey: 'topology.kubernetes.io/zone', whenUnsatisfiable: 'ScheduleAnyway' },
    { ...common, topologyKey: 'kubernetes.io/hostname', whenUnsatisfiable: 'ScheduleAnyway' },
  ];
}
