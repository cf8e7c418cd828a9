import { nameOf } from '../manifest';
import { autoscalers } from '../objects/horizontal-autoscaler';
import { runningContainers } from '../objects/pod';
import { targetOf } from '../objects/scale-target';
import { verticalScalers } from '../objects/vertical-autoscaler';
import { check, type Finding } from '../check';
import type { Manifests } from '../manifest';

export const scaleTarget = check({
  id: 'autoscaling/scale-target',
  title: 'what an autoscaler scales is there',
  why: 'An autoscaler without its target does nothing and says so only in its status.',
  find: (manifests) => {
    const missing = [...autoscalers(manifests), ...verticalScalers(manifests)].flatMap(({ object, target }): readonly Finding[] => {
      if (targetOf(manifests, target) !== undefined) return [];
      return [
        {
          subject: object,
          problem: `the target ${nameOf(target)} is not in the manifests`,
          fix: 'name a workload of the same namespace, by its kind and its name',
        },
      ];
    });
    return [...missing, ...unknownContainers(manifests)];
  },
});

function unknownContainers(manifests: Manifests): readonly Finding[] {
  return verticalScalers(manifests).flatMap(({ object, target, spec }) => {
    const workload = targetOf(manifests, target);
    if (workload === undefined) return [];
    const known = ['*', ...runningContainers(workload.pod).map(({ name }) => name)];
    return (spec.resourcePolicy?.containerPolicies ?? [])
      .filter(({ containerName }) => !known.includes(containerName))
      .map(({ containerName }) => ({
        subject: object,
        problem: `a containerPolicy is for container ${containerName}, and ${nameOf(workload.object)} has ${known.slice(1).join(', ')}`,
        fix: 'name a container of the target; without a policy its bounds are not bounded at all',
      }));
  });
}
