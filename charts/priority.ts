import { k8s } from 'cdk8s-plus-28';
import { componentPriority } from '../config/names';
import { clusterScoped } from '../constructs/cluster-scoped';
import type { PlatformChart } from '../constructs/platform-chart';

/** What decides who stays when a node runs out of memory, and who gets the last place in a full node pool. */
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
