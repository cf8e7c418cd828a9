/**
 * A case: one autoscaler with all of its observations over time, as one line of JSON. `npm run hpa` and the oracle read the same line; the oracle is the real controller
 * of Kubernetes (e2e/components/kubernetes/hpa-oracle). Times are seconds since the controller started; its first sync is one period later. Amounts are
 * thousandths of the unit (500 is half a core, 1024000 a kibibyte).
 */
import { z } from 'zod';
import { autoscalerSpec } from '../../autoscaler/spec';

const time = z.number().min(0);
const replicas = z
  .int()
  .min(0)
  .max(2 ** 31 - 1);
const amount = z.int();
const amounts = z.record(z.string(), z.record(z.string(), amount));

const pod = z.strictObject({
  name: z.string().min(1),
  phase: z.enum(['Pending', 'Running', 'Succeeded', 'Failed', 'Unknown']).optional(),
  ready: z.boolean(),
  /** `status.startTime`. @default - the kubelet has not seen the pod */
  startedAt: z.number().nullable().default(null),
  /** Last transition of the Ready condition. @default - there is no such condition */
  readyChangedAt: z.number().nullable().default(null),
  deleted: z.boolean().optional(),
  requests: amounts.default({}),
  usage: amounts.nullable().default(null),
  /** When the usage was sampled. @default - at the sync */
  sampledAt: z.number().optional(),
  /** Seconds over which the usage was measured. @default 60 */
  windowSeconds: z.number().min(0).optional(),
  values: z.record(z.string(), amount).optional(),
});

const step = z.strictObject({
  t: time,
  /** Object and External metrics by name; absent and `null` mean unavailable. */
  metrics: z.record(z.string(), amount.nullable()).default({}),
  /** Pods of the scale target. @default - none */
  pods: z
    .array(pod)
    .refine((pods) => new Set(pods.map(({ name }) => name)).size === pods.length, 'must have names that differ')
    .default([]),
  /** Replicas that somebody else writes into the scale target. @default - none */
  replicas: replicas.optional(),
  /** `status.replicas` of the scale target. @default - as `spec.replicas` */
  statusReplicas: replicas.optional(),
});

/** Flags of kube-controller-manager; each has its default. */
const controller = z.strictObject({
  tolerance: z.number().min(0).optional(),
  downscaleStabilizationSeconds: time.optional(),
  cpuInitializationPeriodSeconds: time.optional(),
  initialReadinessDelaySeconds: time.optional(),
});

export const hpaCase = z.strictObject({
  id: z.union([z.string(), z.number()]),
  spec: autoscalerSpec,
  initialReplicas: replicas,
  syncSeconds: z.number().gt(0),
  until: time,
  controller: controller.optional(),
  /** Observations; each holds from its time until the next. */
  steps: z.array(step).refine((steps) => steps.every(({ t }, index) => t >= (steps[index - 1]?.t ?? 0)), 'must be in the order of their times'),
});

export type HpaCase = z.infer<typeof hpaCase>;
export type HpaStep = z.infer<typeof step>;
export type HpaCaseSource = z.input<typeof hpaCase>;

/** What the autoscaler did. */
export interface HpaAnswer {
  readonly id: string | number;
  /** Each change of the replicas: second and new number. */
  readonly replicas: readonly (readonly [t: number, replicas: number])[];
  /** Conditions of the autoscaler, at each change. */
  readonly conditions?: readonly { readonly t: number; readonly conditions: readonly string[] }[];
}
