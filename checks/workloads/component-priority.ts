import { namespaces } from '../../config/names';
import type { Manifests } from '../manifest';
import { isExpendable, ofSystem, priorityClasses } from '../objects/priority-class';
import { workloads, type Workload } from '../objects/workload';
import { check } from '../check';

export const componentPriority = check({
  id: 'workloads/component-priority',
  title: 'the components of the platform come before the workloads, and after what belongs to the system',
  why: 'On a full node pool the last replica of a workload would push Prometheus aside, and nothing would scale any more; as a system pod it would push aside the network.',
  find: (manifests) =>
    workloads(manifests)
      .filter(({ object }) => object.namespace === namespaces.observability)
      // placeholders reserve capacity for other pods
      .filter((workload) => !isExpendable(manifests, workload))
      .filter((workload) => !isBetween(manifests, workload))
      .map(({ object, pod }) => ({
        subject: object,
        problem: `priorityClassName is ${pod.priorityClassName ?? 'not stated'}, and its pods come no earlier than those of workloads, or as early as the system's`,
        fix: 'state componentPriority of config/names.ts',
      })),
});

/** Whether the priority is above 0, that of pods without a class, and below the system's. Users can define at most 1,000,000,000, so only the names of system classes must be excluded. */
function isBetween(manifests: Manifests, { pod: { priorityClassName: name } }: Workload): boolean {
  if (!name || ofSystem(name)) return false;
  const found = priorityClasses.of(manifests).find(({ object }) => object.name === name);
  // another check reports a missing class (references/priority-class)
  return found === undefined || found.value.value > 0;
}
