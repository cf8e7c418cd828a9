/** Stabilization by recent recommendations: scale-in uses the highest of them, scale-out the lowest. */
import { remembered, type Recommendation } from './memory';
import type { Policy } from './policy';

export interface Stabilized {
  readonly replicas: number;
  readonly recommendations: readonly Recommendation[];
}

export interface Recommended {
  readonly now: number;
  readonly current: number;
  readonly desired: number;
  readonly recommendations: readonly Recommendation[];
}

/** horizontal.go, `stabilizeRecommendation`: without behaviour only scale-in is stabilized. */
export function stabilizedByFlag(policy: Policy, { now, desired, recommendations }: Recommended): Stabilized {
  const cutoff = now - policy.flags.downscaleStabilization;
  let replicas = desired;
  for (const recent of recommendations) if (recent.at >= cutoff && recent.replicas > replicas) replicas = recent.replicas;
  return { replicas, recommendations: remembered(recommendations, { replicas: desired, at: now }, ({ at }) => at < cutoff) };
}

/** horizontal.go, `stabilizeRecommendationWithBehaviors`. An entry exactly at a cutoff is neither recent nor old. */
export function stabilizedByBehavior(behavior: NonNullable<Policy['behavior']>, { now, current, desired, recommendations }: Recommended): Stabilized {
  const upCutoff = now - behavior.up.window;
  const downCutoff = now - behavior.down.window;
  let lowest = desired;
  let highest = desired;
  for (const { at, replicas } of recommendations) {
    if (at > upCutoff && replicas < lowest) lowest = replicas;
    if (at > downCutoff && replicas > highest) highest = replicas;
  }
  return {
    replicas: Math.min(Math.max(current, lowest), highest),
    recommendations: remembered(recommendations, { replicas: desired, at: now }, ({ at }) => at < upCutoff && at < downCutoff),
  };
}
