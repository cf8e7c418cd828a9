import { z } from 'zod';
import type { Manifests } from '../manifest';
import { view } from '../view';
import { targetReference, type Scaler } from './scale-target';
import { integerOrText, listOf } from './shape';

const metricTarget = z.object({ type: z.string(), averageUtilization: z.int().nullish(), averageValue: z.union([z.string(), z.number()]).nullish() });
const named = z.object({ name: z.string() });

const metric = z.discriminatedUnion('type', [
  z.object({ type: z.literal('Resource'), resource: z.object({ name: z.string(), target: metricTarget }) }),
  z.object({ type: z.literal('ContainerResource'), containerResource: z.object({ container: z.string(), name: z.string(), target: metricTarget }) }),
  z.object({ type: z.literal('Object'), object: z.object({ describedObject: targetReference, metric: named, target: metricTarget }) }),
  z.object({ type: z.literal('Pods'), pods: z.object({ metric: named, target: metricTarget }) }),
  z.object({ type: z.literal('External'), external: z.object({ metric: named, target: metricTarget }) }),
]);
export type Metric = z.infer<typeof metric>;

const scalingRules = z.object({
  stabilizationWindowSeconds: z.int().nullish(),
  tolerance: z.union([z.string(), z.number()]).nullish(),
  policies: listOf(z.object({ type: z.string(), value: integerOrText, periodSeconds: z.int() })),
});
export type ScalingRules = z.infer<typeof scalingRules>;

/** HorizontalPodAutoscalers of autoscaling/v2. */
export const horizontalAutoscalers = view(
  { group: 'autoscaling', kinds: ['HorizontalPodAutoscaler'] },
  z.object({
    spec: z.object({
      scaleTargetRef: targetReference,
      minReplicas: z.int().nullish(),
      maxReplicas: z.int(),
      metrics: listOf(metric),
      behavior: z.object({ scaleUp: scalingRules.nullish(), scaleDown: scalingRules.nullish() }).nullish(),
    }),
  }),
);

/** KEDA's ScaledObjects; KEDA creates a HorizontalPodAutoscaler for each in the cluster. */
export const scaledObjects = view(
  { group: 'keda.sh', kinds: ['ScaledObject'] },
  z.object({ spec: z.object({ scaleTargetRef: z.object({ kind: z.string().default('Deployment'), name: z.string() }) }) }),
);

/** Everything that scales replicas, with its target. */
export function autoscalers(manifests: Manifests): readonly Scaler[] {
  return [...horizontalAutoscalers.of(manifests), ...scaledObjects.of(manifests)].map(({ object, value }) => ({
    object,
    target: { ...value.spec.scaleTargetRef, namespace: object.namespace },
  }));
}

/** The minimum of replicas; 1 where it is not stated, as in the API server. */
export function minimumOf({ minReplicas }: { readonly minReplicas?: number | null }): number {
  return minReplicas ?? 1;
}
