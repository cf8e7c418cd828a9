import { nameOf } from '../manifest';
import { autoscalers } from '../objects/horizontal-autoscaler';
import { targetOf } from '../objects/scale-target';
import { check } from '../check';

export const replicasStated = check({
  id: 'autoscaling/replicas-stated',
  title: 'what an autoscaler scales does not state replicas',
  why: 'Each apply would set the count back to what is stated, in the middle of a peak too, until the autoscaler notices.',
  find: (manifests) =>
    autoscalers(manifests).flatMap(({ object, target }) => {
      const workload = targetOf(manifests, target);
      if (workload?.replicas === undefined) return [];
      return [
        {
          subject: workload.object,
          problem: `spec.replicas is ${workload.replicas}, and ${nameOf(object)} owns that field`,
          fix: 'leave spec.replicas out; the floor is minReplicas of the scaling policy',
        },
      ];
    }),
});
