/**
 * The scaling policy: what a workload scales on, how far each signal may go, and how fast.
 *
 * Kubernetes has no replica cap for a single metric, and several HorizontalPodAutoscalers on one Deployment switch each other off
 * (AmbiguousSelector). So each signal becomes a recording rule that already is a capped number of replicas, and one autoscaler takes the largest.
 */
import { z } from 'zod';
import { wholeSeconds } from './quantities';
import { signals } from './signals';

export { recordedSignalNames, recordedSignals, servedPrefix, type RecordedSignal, type SignalShapes, type Signals } from './signals';

/** The autoscaler's own utilization targets are whole numbers. */
const wholePercent = z.int().min(1).max(100);

/** A native CPU metric that needs no Prometheus. It ignores the CPU cap on purpose: a saturated backend without any autoscaler is worse. */
const failsafe = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('cpu'), utilization: wholePercent }),
  z.strictObject({ kind: z.literal('none') }),
]);

/**
 * How fast replicas may change. `percent` and `pods` are both offered and the larger step wins; `tolerance` is how far a metric may be
 * off before anything moves (Kubernetes 1.35; the upstream default of 0.1 stops at 48 when 50 are wanted).
 */
const scalingRule = z.strictObject({
  percent: z.int().min(1).max(1000),
  pods: z.int().min(1).optional(),
  period: wholeSeconds('the autoscaler', { least: '0s' }),
  window: wholeSeconds('the autoscaler', { least: '0s' }),
  tolerance: z.number().min(0).max(0.5),
});

export const scalingPolicy = z.strictObject({
  minReplicas: z.int().min(1),
  maxReplicas: z.int().min(1).max(1000),
  signals,
  /**
   * Replicas that CPU and request rate ask for on top of what their targets come to: how much a load jumps depends on its size less than the load does. At
   * 100 requests/s a pod and 2 spare, 730 requests/s: 10. @default - none
   */
  spare: z.int().min(0).max(1000).optional(),
  failsafe,
  behavior: z.strictObject({ up: scalingRule, down: scalingRule }),
});

export type ScalingPolicy = z.infer<typeof scalingPolicy>;
export type ScalingRule = z.infer<typeof scalingRule>;

/** Above this utilization of the request queues grow faster than an autoscaler reacts. */
export const latencyKnee = 0.85;
/** Largest headroom that the optimizer may publish (design: 0.9 to 1.2). */
const largestHeadroom = 1.2;

/** Utilization that the policy lets pods reach before it acts: its CPU target and what it tolerates upwards. 0.7 and 0.05: 0.735. */
export function toleratedUtilization({ signals: { cpu }, behavior }: Pick<ScalingPolicy, 'signals' | 'behavior'>): number {
  return ((cpu?.utilization ?? 0) / 100) * (1 + behavior.up.tolerance);
}

/**
 * Largest headroom that keeps pods below the knee; `undefined` where all that may be published do. 77 % and a tolerance of 0.05: 0.85 / 0.8085 = 1.051, at
 * 70 % and 0: 1.214, which is never published.
 */
export function mostHeadroom(policy: Pick<ScalingPolicy, 'signals' | 'behavior'>): number | undefined {
  const most = latencyKnee / toleratedUtilization(policy);
  return most < largestHeadroom ? most : undefined;
}

/** What every policy begins with: five signals with their own caps, the forecast, and a native failsafe. `classPolicies` is what a workload has. */
export const seedPolicy: ScalingPolicy = {
  minReplicas: 2,
  maxReplicas: 50,
  signals: {
    cpu: { utilization: 70, cap: 20 },
    memory: { utilization: 80, cap: 20 },
    requestRate: { perPod: 100, cap: 50 },
    latency: { quantile: 0.95, target: '2s', cap: 30, largestStep: 1.5, minimumCalls: 100, concurrency: 20, gates: { ownShare: 0.5, busy: 0 } },
    errors: {
      ratio: 0.05,
      cap: 15,
      largestStep: 1.5,
      minimumCalls: 100,
      gates: { ownErrors: 0.5 },
      longest: '600s',
      incident: '1800s',
    },
    forecast: { cap: 50 },
  },
  failsafe: { kind: 'cpu', utilization: 90 },
  behavior: {
    up: { percent: 100, pods: 4, period: '15s', window: '0s', tolerance: 0 },
    down: { percent: 10, period: '60s', window: '300s', tolerance: 0.1 },
  },
};
