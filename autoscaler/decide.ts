/**
 * One sync of the HorizontalPodAutoscaler controller of Kubernetes 1.36 (pkg/controller/podautoscaler/horizontal.go, `reconcileAutoscaler`), as a pure function of
 * observations and memory. `npm run e2e -- hpa-decisions` compares it with the real controller. The feature gate HPAScaleToZero is off, its default.
 */
import type { Conditions } from './conditions';
import { limitedByBehavior, limitedByRange, withScaleEvent, type Limited } from './limits';
import { firstMemory, type Memory } from './memory';
import type { Observation } from './observation';
import { podMetricReplicas } from './pod-metric';
import type { Metric, Policy } from './policy';
import type { Proposal } from './proposal';
import { singleMetricReplicas } from './single-metric';
import { stabilizedByBehavior, stabilizedByFlag, type Stabilized } from './stabilization';

/** State that is carried from one sync to the next. */
export interface State {
  readonly memory: Memory;
  readonly conditions: Conditions;
}

export interface Decision extends State {
  /** New `spec.replicas` of the scale target. */
  readonly replicas: number;
  /** The proposal of each metric, in the order of the policy; empty when metrics are not read, because the replicas are outside the range or zero. */
  readonly proposals: readonly Proposal[];
}

/** @param state `undefined` at the first sync */
export function decide(policy: Policy, state: State | undefined, seen: Observation): Decision {
  const memory = state?.memory ?? firstMemory(seen.replicas, seen.now);
  const { replicas: current } = seen;
  if (current === 0) {
    const conditions: Conditions = { ...unscaled(state), scalingActive: { status: false, reason: 'ScalingDisabled' } };
    return { memory, conditions, replicas: 0, proposals: [] };
  }
  if (current > policy.maxReplicas) return rescaled(policy, { memory, conditions: unscaled(state), replicas: policy.maxReplicas, proposals: [] }, seen);
  if (current < policy.minReplicas) return rescaled(policy, { memory, conditions: unscaled(state), replicas: policy.minReplicas, proposals: [] }, seen);
  return byMetrics(policy, state, memory, seen);
}

/** Conditions of a sync that reads no metrics. */
function unscaled(state: State | undefined): Conditions {
  return { ...state?.conditions, ableToScale: 'SucceededGetScale' };
}

function byMetrics(policy: Policy, state: State | undefined, memory: Memory, seen: Observation): Decision {
  const proposals = policy.metrics.map((metric) => proposal(policy, metric, seen));
  const { largest, failure } = summary(proposals, seen.replicas);
  if (failure !== undefined) {
    const conditions: Conditions = { ...unscaled(state), scalingActive: { status: false, reason: failure } };
    return { memory, conditions, replicas: seen.replicas, proposals };
  }
  return rescaled(policy, normalized(policy, { memory, proposals, desired: Math.max(largest, 0) }, seen), seen);
}

function proposal(policy: Policy, metric: Metric, seen: Observation): Proposal {
  return metric.kind === 'single' ? singleMetricReplicas(policy.tolerances, metric, seen) : podMetricReplicas(policy, metric, seen);
}

/** horizontal.go, `computeReplicasForMetrics`: the largest proposal wins; a failed metric prevents scale-in, and if all metrics failed nothing changes. */
function summary(proposals: readonly Proposal[], current: number): { readonly largest: number; readonly failure?: string } {
  let largest = 0;
  let failure: string | undefined;
  let failed = 0;
  for (const one of proposals) {
    if (!one.ok) {
      failure ??= one.reason;
      failed += 1;
      // the first proposal counts even if it is 0 or less
    } else if (largest === 0 || one.replicas > largest) largest = one.replicas;
  }
  const refused = failed >= proposals.length || (failed > 0 && largest < current);
  return refused && failure !== undefined ? { largest, failure } : { largest };
}

/** horizontal.go, `normalizeDesiredReplicas` and `normalizeDesiredReplicasWithBehaviors`. */
function normalized(policy: Policy, { memory, proposals, desired }: Wanted, seen: Observation): Decision {
  const { now, replicas: current } = seen;
  const { behavior } = policy;
  const recommended = { now, current, desired, recommendations: memory.recommendations };
  const stabilized = behavior === undefined ? stabilizedByFlag(policy, recommended) : stabilizedByBehavior(behavior, recommended);
  const limited =
    behavior === undefined
      ? limitedByRange(policy, current, stabilized.replicas)
      : limitedByBehavior(policy, behavior, { now, current, desired: stabilized.replicas, memory });
  return {
    replicas: limited.replicas,
    proposals,
    memory: { recommendations: stabilized.recommendations, ups: memory.ups, downs: memory.downs },
    // all conditions are set here, so no earlier condition remains
    conditions: {
      ableToScale: stabilizedReason(policy, { current, desired, stabilized }),
      scalingActive: validMetricFound,
      scalingLimited: limitedCondition(limited, stabilized),
    },
  };
}

const validMetricFound = { status: true, reason: 'ValidMetricFound' };

/** The replicas that the metrics ask for, before stabilization and limits. */
interface Wanted {
  readonly memory: Memory;
  readonly proposals: readonly Proposal[];
  readonly desired: number;
}

function stabilizedReason(
  { behavior }: Policy,
  { current, desired, stabilized }: { readonly current: number; readonly desired: number; readonly stabilized: Stabilized },
): Conditions['ableToScale'] {
  if (stabilized.replicas === desired) return 'ReadyForNewScale';
  return behavior !== undefined && desired >= current ? 'ScaleUpStabilized' : 'ScaleDownStabilized';
}

function limitedCondition({ replicas, reason }: Limited, stabilized: Stabilized): NonNullable<Conditions['scalingLimited']> {
  return { status: replicas !== stabilized.replicas, reason };
}

function rescaled(policy: Policy, decision: Decision, seen: Observation): Decision {
  const { now, replicas: current } = seen;
  if (decision.replicas === current) return decision;
  return {
    ...decision,
    memory: withScaleEvent(decision.memory, policy, { now, current, desired: decision.replicas }),
    conditions: { ...decision.conditions, ableToScale: 'SucceededRescale' },
  };
}
