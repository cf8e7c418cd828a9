/** How a new version replaces the old one, and how many pods exist meanwhile. Quota, capacity proof and manifests all use this file. */
import { z } from 'zod';
import { wholeSeconds } from './quantities';

export const rollout = z.strictObject({
  /** Pods of the new version that may run beside all old ones, in percent of the present replicas, rounded up. 10 at 50 replicas: 5 pods; at 2 replicas: 1. */
  surge: z.int().min(1, 'must be at least 1, or no new pod could ever start').max(100),
  /**
   * How long a new pod must have been ready before an old one is stopped. This bounds the pods of a release: a terminating pod may use its resources for its whole grace
   * period, and without a pace fifty of them would do so at the same time.
   */
  settle: wholeSeconds('Kubernetes', { least: '0s' }),
});

export type Rollout = z.infer<typeof rollout>;

/** A rollout that pauses at its first pods until they are compared with the old ones; the objectives are the limits (docs/decisions/0167-guarded-rollouts.md). */
const guard = z.strictObject({
  /** New pods at which the rollout pauses, in percent of all pods, rounded up. At least the surge, because those pods start at once. */
  share: z.int().min(1, 'must be at least 1').max(50, 'must be at most 50: beyond, most users have the new version'),
  /** How long the new pods serve before they are judged. A version that is clearly worse is rejected at once. */
  bake: wholeSeconds('Kubernetes', { least: '60s' }),
  /** Requests that the new version must have answered within `bake`. With fewer it is not judged, and the rollout stays paused. */
  requests: z.int().min(20, 'must be at least 20, or chance would decide'),
});
export type Guard = z.infer<typeof guard>;

/** Rollout of a web service, whose requests are counted by version. */
export const guardedRollout = rollout.extend({
  /** @default - none: a rollout stops only when its pods do not become ready */
  guard: guard.optional(),
});

/** A tenth more pods, and a settling time of a third of the grace period of 60 s. 50 pods that start in 10 s are replaced in ten waves of 5: 10 · (10 + 20) s = 300 s. */
export const standardRollout: Rollout = { surge: 10, settle: '20s' };

/** Inputs of `podsDuringRelease`, in pods and seconds. */
export interface Replacement {
  /** The most replicas. */
  readonly wanted: number;
  /** Pods that a rollout may add. */
  readonly surge: number;
  /** Pods that a rollout may stop before their successors are ready. @default 0 */
  readonly unavailable?: number;
  /** Seconds for which a new pod must have been ready. */
  readonly settle: number;
  /** Seconds until a stopping pod is killed. */
  readonly grace: number;
  /** Pods that an autoscaler may have stopped within one grace period. @default 0 */
  readonly scaledIn?: number;
}

/**
 * The most pods at once during a release: all old pods, the surge, and terminating pods. One wave (surge + unavailable) is stopped at most every
 * `settle` seconds and takes up to `grace` to end, so ceil(grace / settle) waves overlap. One more wave counts for a version that is replaced before it was ready, whose pods stop at once.
 * Worked: 50 wanted, surge 5, settle 20 s, grace 60 s, 5 scaled in: 50 + 5 + (5 · (3 + 1) + 5) = 80. At most `wanted` pods can be terminating.
 */
export function podsDuringRelease({ wanted, surge, unavailable = 0, settle, grace, scaledIn = 0 }: Replacement): number {
  const waves = settle === 0 ? Number.POSITIVE_INFINITY : Math.ceil(grace / settle) + 1;
  const wave = surge + unavailable;
  const replaced = wave === 0 ? 0 : wave * waves;
  return wanted + surge + Math.min(wanted, replaced + scaledIn);
}

/** One policy of a scale-in: this many pods in each period. */
export interface ScaleInStep {
  readonly pods: number;
  /** Seconds. */
  readonly period: number;
}

/** Pods that an autoscaler may stop within one grace period: pods · ceil(grace / period) of the largest step. 5 every 60 s, grace 60 s: 5. @param grace seconds */
export function scaledInWithin(grace: number, steps: readonly ScaleInStep[]): number {
  return Math.max(0, ...steps.map(({ pods, period }) => pods * Math.ceil(grace / period)));
}

/** A share of pods in percent, rounded up as Kubernetes rounds `maxSurge`. 10 % of 42: 5. */
export function shareOf(percent: number, pods: number): number {
  return Math.ceil((percent * pods) / 100);
}
