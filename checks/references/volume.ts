import { allContainers } from '../objects/pod';
import { claimTemplates, workloads } from '../objects/workload';
import { check } from '../check';

export const volume = check({
  id: 'references/volume',
  title: 'every volume that a container mounts is a volume of its pod',
  why: 'The API server refuses the workload, in the middle of an apply.',
  find: (manifests) =>
    workloads(manifests).flatMap(({ object, pod }) => {
      const known = [...pod.volumes.map(({ name }) => name), ...claimTemplates(manifests, object).map(({ metadata }) => metadata.name)];
      return allContainers(pod).flatMap(({ name: container, volumeMounts }) =>
        volumeMounts
          .filter(({ name }) => !known.includes(name))
          .map(({ name }) => ({
            subject: object,
            problem: `container ${container} mounts volume ${name}, and the pod has ${known.join(', ') || 'no volumes'}`,
            fix: 'add the volume to the pod, or mount one that it has',
          })),
      );
    }),
});
