import { nameOf } from '../manifest';
import { budgetsOf, budgetText, evictable } from '../objects/disruption-budget';
import { horizontalAutoscalers, minimumOf } from '../objects/horizontal-autoscaler';
import { podsUnder } from '../objects/scale-target';
import { check } from '../check';

export const budgetBlocksMinimum = check({
  id: 'autoscaling/budget-blocks-minimum',
  title: 'at the minimum of an autoscaler, a disruption budget still lets one pod go',
  why: 'Otherwise no node with such a pod can be drained at quiet hours: upgrades wait for an hour at each node, and the cluster cannot scale down.',
  find: (manifests) =>
    horizontalAutoscalers.of(manifests).flatMap(({ object: autoscaler, value: { spec } }) => {
      const pods = podsUnder(manifests, { ...spec.scaleTargetRef, namespace: autoscaler.namespace });
      const minimum = minimumOf(spec);
      return [...new Set(pods.flatMap((workload) => budgetsOf(manifests, workload)))]
        .filter(({ spec: budget }) => evictable(budget, minimum) < 1)
        .map(({ object, spec: budget }) => ({
          subject: object,
          problem: `${budgetText(budget)} lets ${Math.max(evictable(budget, minimum), 0)} of the ${minimum} pods go that ${nameOf(autoscaler)} keeps at its minimum`,
          fix: 'state maxUnavailable as a percentage, which rounds up to at least one pod, or raise minReplicas',
        }));
    }),
});
