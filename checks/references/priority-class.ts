import { exists } from '../objects/existence';
import { ofSystem } from '../objects/priority-class';
import { workloads } from '../objects/workload';
import { check } from '../check';

export const priorityClass = check({
  id: 'references/priority-class',
  title: 'every priority class that pods name is there',
  why: 'The API server refuses each pod of a class that does not exist: the workload stays at 0 pods, and only its ReplicaSet says why.',
  find: (manifests) =>
    workloads(manifests)
      .filter(({ pod: { priorityClassName: name } }) => name && !ofSystem(name) && !exists(manifests, { kind: 'PriorityClass', namespace: undefined, name }))
      .map(({ object, pod }) => ({
        subject: object,
        problem: `priorityClassName is ${pod.priorityClassName ?? ''}, and there is no such PriorityClass`,
        fix: 'name a class of the manifests (config/names.ts, charts/priority.ts)',
      })),
});
