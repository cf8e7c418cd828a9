/** The fourth stage: what each policy makes of it. */
import { spentBy } from '../limits/spending';
import { policies } from '../policies/policies';
import type { MadeDecision, View } from '../policies/policy';
import { isDrifted, type WorkloadState } from '../workload-state';
import type { Stage } from './stage';

export const deciding: Stage = {
  name: 'decide',
  run: ({ clock }, states) => {
    const now = clock();
    for (const state of states) {
      const view = viewOf(state, now);
      state.outcomes = state.blind === undefined ? policies.map((policy) => policy.decide(view)) : [];
    }
    return Promise.resolve();
  },
};

function viewOf(state: WorkloadState, now: number): View {
  const { lesson, history, settings, forecasts, lacking } = state;
  const known = history?.values.reduce((count, value) => count + (Number.isNaN(value) ? 0 : 1), 0) ?? 0;
  return {
    settings,
    forecasts,
    verdict: lesson?.verdict,
    load: history?.values.at(-1),
    lacking,
    drifted: lesson !== undefined && isDrifted(lesson),
    now,
    knownDays: (known * (history?.step ?? 0)) / 86_400,
    made: madeBy(state),
    spent: spentBy(state.spending, now),
  };
}

function madeBy({ decisions }: WorkloadState): View['made'] {
  const made = new Map<string, readonly MadeDecision[]>();
  for (const { at, outcome } of decisions) {
    if (outcome.kind === 'decision') made.set(outcome.policy, [...(made.get(outcome.policy) ?? []), { at, value: outcome.value }]);
  }
  return made;
}
