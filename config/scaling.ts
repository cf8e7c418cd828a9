/**
 * The scaling policy: what a workload scales on, how far each signal may go, and how fast.
 *
 * Kubernetes has no replica cap for a single metric, and several HorizontalPodAutoscalers on one Deployment switch each other off
 * (AmbiguousSelector). So each signal becomes a recording rule that already is a capped number of replicas, and one autoscaler takes the largest.
 */
import { z } from 'zod';
import { duration, wholeSeconds } from './quantities';

/** Most replicas that this signal alone may ask for. */
const cap = z.int().min(1).max(1000);
const percent = z.number().gt(0).max(100);
/** The autoscaler's own utilization targets are whole numbers. */
const wholePercent = z.int().min(1).max(100);
const share = z.number().min(0).max(1);

/** CPU used by the workload's containers, in percent of their request. */
const cpuSignal = z.strictObject({ utilization: percent, cap });

/** Working set above the idle heap, in percent of the request; the idle heap comes from sizing. */
const memorySignal = z.strictObject({ utilization: percent, cap });

/** Requests per second that one pod is meant to serve. */
const requestRateSignal = z.strictObject({ perPod: z.number().gt(0), cap });

/**
 * A latency quantile above its target. The current replicas are multiplied by `min(p95 / target, largestStep)`, so the signal is gated:
 * at least `minimumCalls` in the window, and own share of time and saturation at or above their gates (0 = neutral).
 */
const latencySignal = z.strictObject({
  quantile: z.number().gt(0).lt(1),
  target: duration,
  cap,
  largestStep: z.number().gt(1).max(3),
  minimumCalls: z.int().min(1),
  /** Requests that one pod is meant to work on at once; waiting for others does not count. How busy it is follows from it. */
  concurrency: z.int().min(1),
  gates: z.strictObject({ ownShare: share, busy: share }),
});

/** Share of failed requests above its target; like latency, and for at most `longest` in any `incident`, because pods do not cure a bad release. */
const errorSignal = z.strictObject({
  ratio: z.number().gt(0).lt(1),
  cap,
  largestStep: z.number().gt(1).max(3),
  minimumCalls: z.int().min(1),
  gates: z.strictObject({ ownErrors: share }),
  longest: duration,
  incident: duration,
});

/** Replicas that the optimizer expects to need; without a valid forecast the signal is 0. */
const forecastSignal = z.strictObject({ cap });

/** A metric of Google Cloud, for example a Pub/Sub backlog, read through the Stackdriver adapter; bounded by the policy's maximum only. */
const externalSignal = z.strictObject({
  metric: z.string().regex(/^[a-z0-9.]+(\|[a-z0-9_./]+)+$/, 'must be a Cloud Monitoring metric type with "|" for "/"'),
  labels: z.record(z.string(), z.string()),
  perPod: z.number().gt(0),
});

const signals = z.strictObject({
  cpu: cpuSignal.optional(),
  memory: memorySignal.optional(),
  requestRate: requestRateSignal.optional(),
  latency: latencySignal.optional(),
  errors: errorSignal.optional(),
  forecast: forecastSignal.optional(),
  external: externalSignal.optional(),
});

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
  failsafe,
  behavior: z.strictObject({ up: scalingRule, down: scalingRule }),
});

export type ScalingPolicy = z.infer<typeof scalingPolicy>;
export type ScalingRule = z.infer<typeof scalingRule>;
export type Signals = z.infer<typeof signals>;
export type CpuSignal = z.infer<typeof cpuSignal>;
export type MemorySignal = z.infer<typeof memorySignal>;
export type RequestRateSignal = z.infer<typeof requestRateSignal>;
export type LatencySignal = z.infer<typeof latencySignal>;
export type ErrorSignal = z.infer<typeof errorSignal>;
export type ForecastSignal = z.infer<typeof forecastSignal>;
export type ExternalSignal = z.infer<typeof externalSignal>;

/** The policy of the product: five signals with their own caps, the forecast, and a native failsafe. */
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
