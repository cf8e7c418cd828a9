/** How a new version replaces the old one, and how many pods exist meanwhile. Quota, capacity proof and manifests all use this file. */
import { z } from 'zod';
import { wholeSeconds } from './quantities';

export const rollout = z.strictObject({
  /** Pods of the new version that may be there beside all of the old, in percent of the present replicas, rounded up: 10 at 50 replicas are 5, at 2 it is 1. */
  surge: z.int().min(1, 'must be at least 1, or no new pod could ever start').max(100),
  /**
   * How long a new pod must have been ready before an old one may go. It is what bounds a release: an old pod on its way out holds its place for its whole grace
   * period, and without a pace fifty of them would do that at the same time.
   */
  settle: wholeSeconds('Kubernetes', { least: '0s' }),
});

export type Rollout = z.infer<typeof rollout>;

/** A rollout that stops at its first pods until they have shown how they fare; their limits are the objectives (docs/decisions/0167-guarded-rollouts.md). */
const guard = z.strictObject({
  /** New pods at which it stops, in percent of all, rounded up. At least the surge, which comes at once. */
  share: z.int().min(1, 'must be at least 1').max(50, 'must be at most 50: beyond, most users have the new version'),
  /** How long they serve before they are judged; a version that is plainly worse is judged at once. */
  bake: wholeSeconds('Kubernetes', { least: '60s' }),
  /** Requests that the new version must have answered within `bake`. With fewer it is not judged, and the rollout stays paused. */
  requests: z.int().min(20, 'must be at least 20, or chance would decide'),
});
export type Guard = z.infer<typeof guard>;

/** Of a service whose requests are counted by version. */
export const guardedRollout = rollout.extend({
  /** @default - none: a rollout stops only when its pods do not get ready */
  guard: guard.optional(),
});

/** A tenth more, and a third of the grace that GKE's load balancer asks for: 50 pods that start in 10 s are replaced in 10 · (10 + 20) s. */
export const standardRollout: Rollout = { surge: 10, settle: '20s' };

/** What decides how many pods of one workload there are at once; pods and seconds. */
export interface Replacement {
  /** Replicas at their most. */
  readonly wanted: number;
  /** Pods that a rollout may add. */
  readonly surge: number;
  /** Pods that a rollout may take away before their successors are there. @default 0 */
  readonly unavailable?: number;
  /** Seconds for which a new pod must have been ready. */
  readonly settle: number;
  /** Seconds until a stopping pod is killed. */
  readonly grace: number;
  /** Pods that an autoscaler may have sent away within one grace period. @default 0 */
  readonly scaledIn?: number;
}

/**
 * The most pods there are during a release: all of the old, the surge, and those on their way out. One wave of a rollout (surge + unavailable) goes at most every
 * `settle` seconds and stays for `grace`, so ceil(grace / settle) waves overlap; one more for a version that is corrected before it was ready, whose pods go at once.
 * Worked: 50 wanted, surge 5, settle 20 s, grace 60 s, 5 scaled in: 50 + 5 + (5 · (3 + 1) + 5) = 80. No more than the wanted ones can be on their way out.
 */
export function podsDuringRelease({ wanted, surge, unavailable = 0, settle, grace, scaledIn = 0 }: Replacement): number {
  const waves = settle === 0 ? Number.POSITIVE_INFINITY : Math.ceil(grace / settle) + 1;
  const wave = surge + unavailable;
  const replaced = wave === 0 ? 0 : wave * waves;
  return wanted + surge + Math.min(wanted, replaced + scaledIn);
}

/** A scale-in: so much every so many seconds. */
export interface ScaleInStep {
  readonly pods: number;
  /** Seconds. */
  readonly period: number;
}

/** Pods that an autoscaler may send away within one grace period: those of every step that fits in it. 5 every 60 s, grace 60 s: 5. */
export function scaledInWithin(grace: number, steps: readonly ScaleInStep[]): number {
  return Math.max(0, ...steps.map(({ pods, period }) => pods * Math.ceil(grace / period)));
}

/** A share of pods, rounded up as Kubernetes rounds a surge. 10 % of 42: 5. */
export function shareOf(percent: number, pods: number): number {
  return Math.ceil((percent * pods) / 100);
}
