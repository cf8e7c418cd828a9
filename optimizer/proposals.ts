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

/** Those of this tick, and the last ones that are written down: a process that follows knows those of the leader. */
export function knownProposals(states: readonly WorkloadState[]): readonly Proposed[] {
  return states.flatMap((state) => [...proposalsOf([state]), ...proposalsOf([{ ...state, outcomes: lastOf(state) }]).map((one) => ({ ...one, state }))]);
}

function lastOf({ decisions }: WorkloadState): WorkloadState['outcomes'] {
  const last = new Map(decisions.map(({ outcome }) => [outcome.policy, outcome]));
  return [...last.values()];
}

function idOf(workload: string, { policy, tunables, sizing }: Decision): string {
  const told = JSON.stringify([workload, policy, tunables, sizing]);
  return createHash('sha256').update(told).digest('hex').slice(0, 16);
}
