/** A policy with other values of what decides most: what the simulator's sweep tries, and what a pull request of `npm run recommend` changes. */
import type { ScalingPolicy } from './scaling';

export interface Retuning {
  /** Factor on the CPU target and on the requests a pod; 0.65 leaves a third more room. */
  readonly headroom: number;
  /** Tolerance of scale-out. */
  readonly upTolerance: number;
  readonly scaleIn: { readonly percent: number; readonly tolerance: number };
}

/** All signals, their caps and the windows stay. */
export function retuned(policy: ScalingPolicy, { headroom, upTolerance, scaleIn }: Retuning): ScalingPolicy {
  const { signals, behavior } = policy;
  const { cpu, requestRate } = signals;
  // rounded, so that the values are as short as those people write
  const rounded = (value: number): number => Math.round(value * headroom * 100) / 100;
  return {
    ...policy,
    signals: {
      ...signals,
      ...(cpu === undefined ? {} : { cpu: { ...cpu, utilization: rounded(cpu.utilization) } }),
      ...(requestRate === undefined ? {} : { requestRate: { ...requestRate, perPod: rounded(requestRate.perPod) } }),
    },
    behavior: { up: { ...behavior.up, tolerance: upTolerance }, down: { ...behavior.down, ...scaleIn } },
  };
}
