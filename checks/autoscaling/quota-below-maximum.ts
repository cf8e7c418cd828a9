import { autoscalerOf, mostPods } from '../capacity/pod-count';
import { nameOf, type ManifestObject, type Manifests } from '../manifest';
import { quotas } from '../objects/namespace';
import { runningContainers } from '../objects/pod';
import { quantity } from '../objects/quantity';
import { workloads, type Workload } from '../objects/workload';
import { check } from '../check';

/** A workload and its most pods: at the autoscaler's maximum during a release. */
interface Part {
  readonly workload: Workload;
  readonly pods: number;
  readonly autoscaler?: ManifestObject;
}

/** Amounts of one pod that a quota limits, by the name in the quota. */
const amounts: Readonly<Record<string, (workload: Workload) => number>> = {
  pods: () => 1,
  'count/pods': () => 1,
  'requests.cpu': (workload) => sum(workload, 'requests', 'cpu'),
  cpu: (workload) => sum(workload, 'requests', 'cpu'),
  'requests.memory': (workload) => sum(workload, 'requests', 'memory'),
  memory: (workload) => sum(workload, 'requests', 'memory'),
  'limits.cpu': (workload) => sum(workload, 'limits', 'cpu'),
  'limits.memory': (workload) => sum(workload, 'limits', 'memory'),
  'requests.ephemeral-storage': (workload) => sum(workload, 'requests', 'ephemeral-storage'),
  'limits.ephemeral-storage': (workload) => sum(workload, 'limits', 'ephemeral-storage'),
};

export const quotaBelowMaximum = check({
  id: 'autoscaling/quota-below-maximum',
  title: 'the quota of a namespace has room for every workload at its maximum, during a release',
  why: 'A quota refuses pods silently: the autoscaler asks for 50, the ReplicaSet stops at the quota, and no object says why requests fail. Terminating pods count until they are gone, so a release at the maximum does not end.',
  find: (manifests) =>
    quotas.of(manifests).flatMap(({ object, value: { spec } }) => {
      const parts = partsOf(manifests, object.namespace);
      return Object.entries(amounts).flatMap(([name, amount]) => {
        const hard = quantity(spec.hard[name]);
        const needed = parts.reduce((total, { workload, pods }) => total + pods * amount(workload), 0);
        // amounts are sums of thousandths; a difference below one is rounding
        if (hard === undefined || needed <= hard + 1e-6) return [];
        return [
          {
            subject: object,
            problem: `${name} is ${spec.hard[name]}, and ${parts.map(describePart).join(' and ')} need ${needed} together`,
            fix: 'raise the quota to the sum of its parts (charts/quota.ts computes it), or lower maxReplicas, the surge, or the grace period',
          },
        ];
      });
    }),
});

function partsOf(manifests: Manifests, namespace: string | undefined): readonly Part[] {
  return workloads(manifests)
    .filter(({ object, serves }) => serves && object.namespace === namespace)
    .map((workload) => {
      const autoscaler = autoscalerOf(manifests, workload);
      return { workload, pods: mostPods(workload, autoscaler), autoscaler: autoscaler?.object };
    });
}

function describePart({ workload, pods, autoscaler }: Part): string {
  return `${pods} pods of ${nameOf(workload.object)}${autoscaler === undefined ? '' : ` (during a release at the maximum of ${nameOf(autoscaler)})`}`;
}

function sum({ pod }: Workload, kind: 'requests' | 'limits', resource: string): number {
  return runningContainers(pod).reduce((total, { resources }) => total + (quantity(resources?.[kind][resource]) ?? 0), 0);
}
