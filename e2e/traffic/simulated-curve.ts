/** Replicas of the simulator for the load of a real run. All times are seconds of the record. */
import { reactiveScaler } from '../../autoscaler/replay/reactive-scaler';
import { replay } from '../../autoscaler/replay/replay';
import type { ScalingPolicy } from '../../config/scaling';

/** Requests a second at a moment. */
export type LoadAt = (at: number) => number;

export interface Loop {
  readonly policy: ScalingPolicy;
  readonly load: LoadAt;
  /** Length of the record. */
  readonly duration: number;
  readonly window: number;
  readonly syncPeriod: number;
  /** Age of the rate's data when the autoscaler reads it. */
  readonly delay: number;
  /** Seconds from the decision until a pod is ready. */
  readonly startUp: number;
  readonly initialReplicas: number;
}

/** Seconds of the record's first load before the record, so that windows are full and replicas steady. */
const before = 900;
/** Pods that are never slow or busy, because the run simulates users, pods and collectors: only the request rate decides. */
const idlePods = { capacity: 1e9, burst: 1, knee: 1, variation: 1, timeout: 1 };

/** Wanted replicas at each second of the record. */
export function simulatedCurve({ policy, load, duration, window, syncPeriod, delay, startUp, initialReplicas }: Loop): readonly number[] {
  const curve: number[] = [];
  const model = { ...idlePods, startUp };
  replay({
    demand: Float64Array.from({ length: before + Math.ceil(duration) }, (_, second) => load(Math.max(0, second - before))),
    tick: 1,
    syncPeriod,
    model,
    scaler: reactiveScaler({ name: 'policy', policy, model, window, delay, sampling: { window, delay } }),
    initialReplicas,
    onTick: (_, __, replicas) => curve.push(replicas),
  });
  return curve.slice(before);
}

export interface Look {
  readonly at: number;
  readonly replicas: number;
}

/**
 * Share of the observations that are near the curve.
 * @param step seconds by which the curve may be early or late
 * @param tolerance share of the replicas by which it may be off
 */
export function shareNear(
  looks: readonly Look[],
  curve: readonly number[],
  { step, tolerance }: { readonly step: number; readonly tolerance: number },
): number {
  const near = looks.filter(({ at, replicas }) => {
    const around = curve.slice(Math.max(0, Math.floor(at - step)), Math.ceil(at + step) + 1);
    return around.some((simulated) => Math.abs(simulated - replicas) <= tolerance * replicas);
  });
  return looks.length === 0 ? 0 : near.length / looks.length;
}

/**
 * Delay of a recorded rate behind the load in whole seconds: the delay at which means of the load over the window fit the rate best.
 * @param samples times and values of the recorded rate
 */
export function measuredDelay(samples: readonly (readonly [at: number, rate: number])[], load: LoadAt, window: number): number {
  const meanBefore = (end: number): number => {
    let sum = 0;
    for (let second = 1; second <= window; second += 1) sum += load(Math.max(0, end - second));
    return sum / window;
  };
  const misfit = (delay: number): number => samples.reduce((sum, [at, rate]) => sum + (meanBefore(at - delay) - rate) ** 2, 0);
  let best = { delay: 0, misfit: Infinity };
  for (let delay = 0; delay <= 60; delay += 1) {
    const tried = misfit(delay);
    if (tried < best.misfit) best = { delay, misfit: tried };
  }
  return best.delay;
}
