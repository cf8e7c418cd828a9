/**
 * The scaling policy: what a workload scales on, how far each signal may go, and how fast.
 *
 * Kubernetes has no replica cap for a single metric, and several HorizontalPodAutoscalers on one Deployment switch each other off
 * (AmbiguousSelector). So each signal is a recording rule whose value is a capped number of replicas, and one autoscaler takes the largest.
 */
import { z } from 'zod';
import { wholeSeconds } from './quantities';
import { signals } from './signals';

export { recordedSignalNames, recordedSignals, servedPrefix, type RecordedSignal, type SignalShapes, type Signals } from './signals';

/** Utilization in percent. The HorizontalPodAutoscaler takes only whole numbers. */
const wholePercent = z.int().min(1).max(100);

/** A native CPU metric that needs no Prometheus. It ignores the CPU cap on purpose: a saturated backend without any autoscaler is worse. */
const failsafe = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('cpu'), utilization: wholePercent }),
  z.strictObject({ kind: z.literal('none') }),
]);

/**
 * How fast replicas may change. The larger of the steps `percent` and `pods` applies. `tolerance` is the relative deviation of a metric from its
 * target that changes nothing (since Kubernetes 1.35; with the default of 0.1 a scale-out to 50 stops at 48).
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
   * Replicas that CPU and request rate ask for in addition to those that their targets need. A fixed number suits loads whose jumps do not grow with their size. 730
   * requests/s at 100 per pod and 2 spare: ceil(7.3) + 2 = 10. @default - none
   */
  spare: z.int().min(0).max(1000).optional(),
  failsafe,
  behavior: z.strictObject({ up: scalingRule, down: scalingRule }),
});

export type ScalingPolicy = z.infer<typeof scalingPolicy>;
export type ScalingRule = z.infer<typeof scalingRule>;

/** Above this utilization of the CPU request, queues grow faster than an autoscaler reacts (share, 0 to 1). */
export const latencyKnee = 0.85;
/** Largest headroom that the optimizer may publish (design: 0.9 to 1.2). */
export const largestHeadroom = 1.2;

/** Utilization that pods may reach before the policy scales out: CPU target · (1 + upward tolerance). 0.7 and 0.05: 0.735. */
export function toleratedUtilization({ signals: { cpu }, behavior }: Pick<ScalingPolicy, 'signals' | 'behavior'>): number {
  return ((cpu?.utilization ?? 0) / 100) * (1 + behavior.up.tolerance);
}

/**
 * Largest headroom that keeps pods below the knee: latencyKnee / toleratedUtilization. 77 % and a tolerance of 0.05: 0.85 / 0.8085 = 1.051. `undefined` where every headroom
 * that may be published does: 70 % and a tolerance of 0 give 1.214, more than the largest.
 */
export function mostHeadroom(policy: Pick<ScalingPolicy, 'signals' | 'behavior'>): number | undefined {
  const most = latencyKnee / toleratedUtilization(policy);
  return most < largestHeadroom ? most : undefined;
}

/**
 * How fast replicas change where nothing else is known: upwards twice as many or four more each 15 s, downwards a tenth a minute after five calm minutes. Workers use it as it is;
 * the tolerances of web services are those of `classPolicies`.
 */
export const standardBehavior: ScalingPolicy['behavior'] = {
  up: { percent: 100, pods: 4, period: '15s', window: '0s', tolerance: 0 },
  down: { percent: 10, period: '60s', window: '300s', tolerance: 0.1 },
};

/** The policy from which all others are made: five signals with their own caps, the forecast, and a native failsafe. Web services use one of `classPolicies`. */
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
  behavior: standardBehavior,
};
