import { servedPrefix } from '../../config/telemetry';
import { horizontalAutoscalers } from '../objects/horizontal-autoscaler';
import { quantity } from '../objects/quantity';
import { check } from '../check';

export const desiredReplicas = check({
  id: 'autoscaling/desired-replicas',
  title: "a metric that already is a number of replicas has the target AverageValue 1 and describes the autoscaler's own target",
  why: 'AverageValue 1 makes the controller propose the value itself. A Value target would multiply it by the ready pods, and grow without limit.',
  find: (manifests) =>
    horizontalAutoscalers.of(manifests).flatMap(({ object, value: { spec } }) =>
      spec.metrics.flatMap((metric) => {
        if (metric.type !== 'Object' || !metric.object.metric.name.startsWith(servedPrefix)) return [];
        const { metric: wanted, target, describedObject } = metric.object;
        const sameTarget = describedObject.kind === spec.scaleTargetRef.kind && describedObject.name === spec.scaleTargetRef.name;
        if (sameTarget && target.type === 'AverageValue' && quantity(target.averageValue ?? undefined) === 1) return [];
        return [
          {
            subject: object,
            problem: `${wanted.name} of ${describedObject.kind} ${describedObject.name} has the target ${target.type} ${target.averageValue ?? ''}, and the autoscaler scales ${spec.scaleTargetRef.kind} ${spec.scaleTargetRef.name}`,
            fix: 'state type AverageValue with averageValue "1", and describe the scaleTargetRef',
          },
        ];
      }),
    ),
});
