/** Plays a case through our autoscaler. */
import { conditionLines } from '../../autoscaler/conditions';
import { defaultFlags } from '../../autoscaler/controller-flags';
import { decide, type State } from '../../autoscaler/decide';
import type { Observation, Pod } from '../../autoscaler/observation';
import { policyOf } from '../../autoscaler/policy';
import type { HpaAnswer, HpaCase, HpaStep } from './hpa-case';

/** A sync at the very end still counts, and a sync at the time of a step already sees that step. */
export function answerCase(one: HpaCase): Required<HpaAnswer> {
  const policy = policyOf(one.spec, flagsOf(one));
  const replicas: [number, number][] = [];
  const conditions: { t: number; conditions: readonly string[] }[] = [];
  const syncs = Math.floor(one.until / one.syncSeconds);
  let current = one.initialReplicas;
  let state: State | undefined;
  let next = 0;
  let step: HpaStep | undefined;
  for (let sync = 1; sync <= syncs; sync += 1) {
    const now = sync * one.syncSeconds;
    for (let coming = one.steps[next]; coming !== undefined && coming.t <= now; coming = one.steps[next]) {
      step = coming;
      current = coming.replicas ?? current;
      next += 1;
    }
    const decision = decide(policy, state, observed(step, now, current));
    if (decision.replicas !== current) replicas.push([now, decision.replicas]);
    const lines = conditionLines(decision.conditions);
    if (lines.join() !== conditions.at(-1)?.conditions.join()) conditions.push({ t: now, conditions: lines });
    current = decision.replicas;
    state = decision;
  }
  return { id: one.id, replicas, conditions };
}

function flagsOf({ controller }: HpaCase): typeof defaultFlags {
  return {
    tolerance: controller?.tolerance ?? defaultFlags.tolerance,
    downscaleStabilization: controller?.downscaleStabilizationSeconds ?? defaultFlags.downscaleStabilization,
    cpuInitializationPeriod: controller?.cpuInitializationPeriodSeconds ?? defaultFlags.cpuInitializationPeriod,
    initialReadinessDelay: controller?.initialReadinessDelaySeconds ?? defaultFlags.initialReadinessDelay,
  };
}

function observed(step: HpaStep | undefined, now: number, replicas: number): Observation {
  return { now, replicas, statusReplicas: step?.statusReplicas, pods: step?.pods.map(podOf) ?? [], metrics: step?.metrics ?? {} };
}

function podOf({ windowSeconds, ...pod }: HpaStep['pods'][number]): Pod {
  return { ...pod, window: windowSeconds };
}
