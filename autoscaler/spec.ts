/** Schema of the `spec` of a HorizontalPodAutoscaler in autoscaling/v2; it refuses what the API server would refuse. */
import { z } from 'zod';
import { milliUnits, quantity } from './quantity';

const int32 = z
  .int()
  .min(-(2 ** 31))
  .max(2 ** 31 - 1);
const positive = quantity.refine((value) => milliUnits(value) > 0, 'must be positive');

const target = z.strictObject({
  type: z.enum(['Utilization', 'Value', 'AverageValue']),
  value: positive.optional(),
  averageValue: positive.optional(),
  averageUtilization: int32.min(1).optional(),
});
export type MetricTarget = z.infer<typeof target>;

const resourceTarget = target.refine(
  ({ averageUtilization, averageValue }) => (averageUtilization === undefined) !== (averageValue === undefined),
  'must have either averageUtilization or averageValue',
);
const amountTarget = target.refine(({ value, averageValue }) => value !== undefined || averageValue !== undefined, 'must have value or averageValue');
const oneAmountTarget = amountTarget.refine(
  ({ value, averageValue }) => value === undefined || averageValue === undefined,
  'must not have both value and averageValue',
);
const averageTarget = target.refine(({ averageValue }) => averageValue !== undefined, 'must have averageValue');

const reference = z.strictObject({ apiVersion: z.string().optional(), kind: z.string().min(1), name: z.string().min(1) });
const labelSelector = z.looseObject({});
const identifier = z.strictObject({ name: z.string().min(1), selector: labelSelector.optional() });

const metric = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('Resource'), resource: z.strictObject({ name: z.string().min(1), target: resourceTarget }) }),
  z.strictObject({
    type: z.literal('ContainerResource'),
    containerResource: z.strictObject({ name: z.string().min(1), container: z.string().min(1), target: resourceTarget }),
  }),
  z.strictObject({ type: z.literal('Pods'), pods: z.strictObject({ metric: identifier, target: averageTarget }) }),
  z.strictObject({ type: z.literal('Object'), object: z.strictObject({ describedObject: reference.optional(), metric: identifier, target: amountTarget }) }),
  z.strictObject({ type: z.literal('External'), external: z.strictObject({ metric: identifier, target: oneAmountTarget }) }),
]);
export type MetricSpec = z.infer<typeof metric>;

const scalingRules = z.strictObject({
  stabilizationWindowSeconds: int32.min(0).max(3600).optional(),
  selectPolicy: z.enum(['Max', 'Min', 'Disabled']).optional(),
  policies: z
    .array(z.strictObject({ type: z.enum(['Pods', 'Percent']), value: int32.min(1), periodSeconds: int32.min(1).max(1800) }))
    .min(1)
    .optional(),
  tolerance: quantity.refine((value) => milliUnits(value) >= 0, 'must not be negative').optional(),
});
export type ScalingRulesSpec = z.infer<typeof scalingRules>;

/** A minimum of 0 is refused, because the feature gate HPAScaleToZero is off by default. */
export const autoscalerSpec = z
  .strictObject({
    scaleTargetRef: reference.optional(),
    minReplicas: int32.min(1).optional(),
    maxReplicas: int32.min(1),
    metrics: z.array(metric).optional(),
    behavior: z.strictObject({ scaleUp: scalingRules.optional(), scaleDown: scalingRules.optional() }).optional(),
  })
  .refine(({ minReplicas, maxReplicas }) => (minReplicas ?? 1) <= maxReplicas, { path: ['maxReplicas'], error: 'must be at least minReplicas' });
export type AutoscalerSpec = z.infer<typeof autoscalerSpec>;
