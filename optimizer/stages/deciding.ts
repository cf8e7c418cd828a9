/** The fourth stage: the decision of each policy. */
import { madeBy } from '../earlier-decisions';
import { intervened } from '../interventions/intervened';
import { spentBy } from '../limits/spending';
import { policies } from '../policies/policies';
import type { View } from '../policies/policy';
import { isDrifted, type WorkloadState } from '../workload-state';
import type { Stage } from './stage';

export const deciding: Stage = {
  name: 'decide',
  run: ({ clock, interventions }, states) => {
    const now = clock();
    const said = (outcome: WorkloadState['outcomes'][number], state: WorkloadState): typeof outcome =>
      interventions === undefined ? outcome : intervened(outcome, state, interventions.record, now);
    for (const state of states) {
      const view = viewOf(state, now);
      const outcomes: WorkloadState['outcomes'][number][] = [];
      if (state.blind === undefined) for (const policy of policies) outcomes.push(said(policy.decide({ ...view, decided: [...outcomes] }), state));
      state.outcomes = outcomes;
    }
    return Promise.resolve();
  },
};

function viewOf(state: WorkloadState, now: number): View {
  const { lesson, history, settings, forecasts, lacking } = state;
  return {
    settings,
    forecasts,
    verdict: lesson?.verdict,
    load: history?.values.at(-1),
    usual: usualOf(history),
    lacking,
    drifted: lesson !== undefined && isDrifted(lesson),
    now,
    knownDays: daysOf(history),
    made: madeBy(state),
    spent: spentBy(state.spending, now),
    live: liveOf(state),
    measured: state.measured,
    anomaly: state.anomalies?.found.at(-1),
    changedAt: state.tuning?.trial?.at,
    frozen: state.frozen,
    warm: state.tuning?.values.prewarmKeys ?? [],
    untunable: state.untunable,
    requestTime: state.requestTime,
    watched: watchedIn(state),
  };
}

function watchedIn({ tuning }: WorkloadState): View['watched'] {
  const trial = tuning?.trial;
  if (trial === undefined) return undefined;
  const names = Object.keys(trial.after) as (keyof typeof trial.after)[];
  return { policy: trial.policy, changed: names.filter((name) => JSON.stringify(trial.after[name]) !== JSON.stringify(trial.before[name])) };
}

/** Sum over all horizons. */
function liveOf({ lesson }: WorkloadState): View['live'] {
  const scores = (lesson?.learned.horizons ?? []).flatMap((horizon) => lesson?.live.score(horizon) ?? []);
  return {
    inside: scores.reduce((sum, { coverage, outcomes }) => sum + coverage * outcomes, 0),
    outcomes: scores.reduce((sum, { outcomes }) => sum + outcomes, 0),
  };
}

function usualOf(history: WorkloadState['history']): number | undefined {
  if (history === undefined) return undefined;
  const day = history.values.subarray(-Math.round(86_400 / history.step)).filter((value) => !Number.isNaN(value));
  return day.length === 0 ? undefined : day.reduce((sum, value) => sum + value, 0) / day.length;
}

function daysOf(history: WorkloadState['history']): number {
  if (history === undefined) return 0;
  const known = history.values.reduce((count, value) => count + (Number.isNaN(value) ? 0 : 1), 0);
  return (known * history.step) / 86_400;
}
