import { k8s } from 'cdk8s-plus-28';
import { componentPriority } from '../config/names';
import { clusterScoped } from '../constructs/cluster-scoped';
import type { PlatformChart } from '../constructs/platform-chart';

/** Priority class of components: it decides which pods are evicted last when a node runs out of memory, and which start first in a full node pool. */
export function componentPriorityClass(chart: PlatformChart): void {
  clusterScoped(
    new k8s.KubePriorityClass(chart, 'component-priority', {
      metadata: { name: componentPriority.name },
      value: componentPriority.value,
      globalDefault: false,
      preemptionPolicy: 'PreemptLowerPriority',
      description: 'What measures and scales the workloads; it comes before them.',
    }),
  );
}
