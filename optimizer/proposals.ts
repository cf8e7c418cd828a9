/** Advice that waits for a person: a decision that must not act by itself, or that is not allowed to. */
import { createHash } from 'node:crypto';
import { keyOf } from './config';
import type { Decision } from './policies/policy';
import type { WorkloadState } from './workload-state';

export interface Proposed {
  /** Derived from workload, policy and values: another value is another proposal. */
  readonly id: string;
  readonly state: WorkloadState;
  readonly decision: Decision;
}

export function proposalsOf(states: readonly WorkloadState[]): readonly Proposed[] {
  return states.flatMap((state) =>
    state.outcomes.flatMap((decision) => {
      if (decision.kind !== 'decision' || decision.acts || (decision.tunables === undefined && decision.sizing === undefined)) return [];
      return [{ id: idOf(keyOf(state.settings), decision), state, decision }];
    }),
  );
}

function idOf(workload: string, { policy, tunables, sizing }: Decision): string {
  const told = JSON.stringify([workload, policy, tunables, sizing]);
  return createHash('sha256').update(told).digest('hex').slice(0, 16);
}
