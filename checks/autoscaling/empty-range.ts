import { horizontalAutoscalers, minimumOf } from '../objects/horizontal-autoscaler';
import { check } from '../check';

export const emptyRange = check({
  id: 'autoscaling/empty-range',
  title: 'minReplicas is at least 1 and at most maxReplicas',
  why: 'The API server refuses the object, in the middle of an apply; scaling to zero needs a feature gate that the cluster does not have.',
  find: (manifests) =>
    horizontalAutoscalers.of(manifests).flatMap(({ object, value: { spec } }) => {
      const minimum = minimumOf(spec);
      if (minimum >= 1 && minimum <= spec.maxReplicas) return [];
      return [
        {
          subject: object,
          problem: `minReplicas is ${minimum} and maxReplicas is ${spec.maxReplicas}`,
          fix: 'choose 1 ≤ minReplicas ≤ maxReplicas in the scaling policy',
        },
      ];
    }),
});
