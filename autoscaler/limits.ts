/** Limits of one sync: the object's range of replicas, and the rates of its behaviour. */
import { int32, sum32 } from './machine-integers';
import { remembered, type Memory, type ScaleEvent } from './memory';
import type { Policy } from './policy';
import type { ScalingRules } from './scaling-rules';

/** Limited replicas, with the reason of the condition ScalingLimited. */
export interface Limited {
  readonly replicas: number;
  readonly reason: 'DesiredWithinRange' | 'ScaleUpLimit' | 'TooManyReplicas' | 'ScaleDownLimit' | 'TooFewReplicas';
}

/** horizontal.go, `convertDesiredReplicasWithRules`: without behaviour at most max(2 · current, 4). */
export function limitedByRange({ minReplicas, maxReplicas }: Policy, current: number, desired: number): Limited {
  const fastest = int32(Math.max(2 * current, 4));
  if (desired < minReplicas) return { replicas: minReplicas, reason: 'TooFewReplicas' };
  if (desired > Math.min(maxReplicas, fastest))
    return maxReplicas > fastest ? { replicas: fastest, reason: 'ScaleUpLimit' } : { replicas: maxReplicas, reason: 'TooManyReplicas' };
  return { replicas: desired, reason: 'DesiredWithinRange' };
}

export interface Change {
  readonly now: number;
  readonly current: number;
  readonly desired: number;
  readonly memory: Memory;
}

/** horizontal.go, `convertDesiredReplicasWithBehaviorRate`. */
export function limitedByBehavior({ minReplicas, maxReplicas }: Policy, behavior: NonNullable<Policy['behavior']>, change: Change): Limited {
  const { current, desired } = change;
  if (desired > current) {
    const fastest = Math.max(current, upLimit(behavior.up, change));
    if (desired > Math.min(maxReplicas, fastest))
      return maxReplicas > fastest ? { replicas: fastest, reason: 'ScaleUpLimit' } : { replicas: maxReplicas, reason: 'TooManyReplicas' };
  } else if (desired < current) {
    const fastest = Math.min(current, downLimit(behavior.down, change));
    if (desired < Math.max(minReplicas, fastest))
      return minReplicas < fastest ? { replicas: fastest, reason: 'ScaleDownLimit' } : { replicas: minReplicas, reason: 'TooFewReplicas' };
  }
  return { replicas: desired, reason: 'DesiredWithinRange' };
}

/** horizontal.go, `calculateScaleUpLimitWithScalingRules`: percentages are rounded up, or one pod would never become two. */
function upLimit({ select, policies }: ScalingRules, change: Change): number {
  if (select === 'Disabled') return change.current;
  const limits = policies.map(({ type, value, period }) => {
    const before = atPeriodStart(period, change);
    return type === 'Pods' ? sum32(before, value) : int32(Math.ceil(before * (1 + value / 100)));
  });
  return select === 'Min' ? Math.min(...limits) : Math.max(...limits);
}

/** horizontal.go, `calculateScaleDownLimitWithBehaviors`: for scale-in the smallest change is the highest count. */
function downLimit({ select, policies }: ScalingRules, change: Change): number {
  if (select === 'Disabled') return change.current;
  const limits = policies.map(({ type, value, period }) => {
    const before = atPeriodStart(period, change);
    return type === 'Pods' ? sum32(before, -value) : int32(before * (1 - value / 100));
  });
  return select === 'Min' ? Math.max(...limits) : Math.min(...limits);
}

function atPeriodStart(period: number, { now, current, memory }: Change): number {
  return sum32(current - changed(memory.ups, now - period), changed(memory.downs, now - period));
}

/** horizontal.go, `getReplicasChangePerPeriod`. */
function changed(events: readonly ScaleEvent[], cutoff: number): number {
  let change = 0;
  for (const event of events) if (event.at > cutoff) change += event.change;
  return change;
}

/** horizontal.go, `storeScaleEvent`; without behaviour no events are stored. */
export function withScaleEvent(memory: Memory, policy: Policy, { now, current, desired }: Omit<Change, 'memory'>): Memory {
  const { behavior } = policy;
  if (behavior === undefined) return memory;
  const event = { change: Math.abs(desired - current), at: now };
  const isOld = (rules: ScalingRules) => (old: ScaleEvent) => old.at < now - longestPeriod(rules);
  return desired > current
    ? { ...memory, ups: remembered(memory.ups, event, isOld(behavior.up)) }
    : { ...memory, downs: remembered(memory.downs, event, isOld(behavior.down)) };
}

function longestPeriod({ policies }: ScalingRules): number {
  return policies.reduce((longest, { period }) => Math.max(longest, period), 0);
}
