import { type k8s } from 'cdk8s-plus-28';

/**
 * Spread over zones first, then nodes. `ScheduleAnyway`: a cluster at its floor has one node, and a pod in the wrong place beats no pod.
 * `matchLabelKeys` counts only the pods of the same rollout; pods of a StatefulSet have no such label, and for them the key is ignored.
 */
export function spreadOverZonesAndNodes(labels: Readonly<Record<string, string>>): k8s.TopologySpreadConstraint[] {
  return ['topology.kubernetes.io/zone', 'kubernetes.io/hostname'].map((topologyKey) => ({
    maxSkew: 1,
    topologyKey,
    whenUnsatisfiable: 'ScheduleAnyway',
    labelSelector: { matchLabels: { ...labels } },
    matchLabelKeys: ['pod-template-hash'],
  }));
}
