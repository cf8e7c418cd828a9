import type { Manifests } from '../manifest';
import { resources } from '../objects/container';
import { allContainers } from '../objects/pod';
import { quantity } from '../objects/quantity';
import { workloads } from '../objects/workload';
import type { Finding } from '../check';

/** Resources that every container must state. Disk is one of them, because a pod that fills the disk evicts its neighbours too. */
const stated = [...resources, 'ephemeral-storage'];

/** Containers that do not state a positive request or limit of CPU, memory or the disk of their node. */
export function missingAmounts(manifests: Manifests, kind: 'requests' | 'limits'): readonly Finding[] {
  return workloads(manifests).flatMap(({ object, pod }) =>
    allContainers(pod).flatMap((container) => {
      const missing = stated.filter((resource) => {
        const amount = container.resources?.[kind][resource];
        return amount === undefined || quantity(amount) === 0;
      });
      if (missing.length === 0) return [];
      return [
        {
          subject: object,
          problem: `container ${container.name} has no ${kind} of ${missing.join(' and ')} (resources.${kind} is ${JSON.stringify(container.resources?.[kind] ?? {})})`,
          fix: 'state them by containerResources of constructs/resources.ts, from config/sizing/<environment>.json; the restricted quota of the namespace refuses pods without them',
        },
      ];
    }),
  );
}
