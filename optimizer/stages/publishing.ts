/** The fifth stage: gauges for the rules, and a log of what changed. */
import { keyOf } from '../config';
import { presentPods } from '../learning/trial';
import { spend } from '../limits/spending';
import type { Log } from '../ports';
import type { WorkloadState } from '../workload-state';
import type { Stage } from './stage';

/** Decisions that are kept of each workload. */
const kept = 200;

/** Whoever is blind is not renewed, and its last word expires. Whoever sees and has nothing to say says so: no forecast, a headroom of 1, valid as ever. */
export const publishing: Stage = {
  name: 'publish',
  run: ({ clock, settings, log }, states) => {
    const at = clock();
    for (const state of states) {
      if (state.blind !== undefined) continue;
      const valueOf = (policy: string, neutral: number): number => {
        const outcome = state.outcomes.find((one) => one.policy === policy);
        return outcome?.kind === 'decision' && outcome.acts ? outcome.value : neutral;
      };
      state.published = { forecast: valueOf('replica-forecast', 0), headroom: valueOf('headroom', 1), validUntil: at + settings.validFor };
      const ahead = state.published.forecast - presentPods(state.settings, state.history?.values.at(-1));
      state.spending = spend(state.spending, at, (Math.max(ahead, 0) * settings.tick) / 3600);
    }
    for (const state of states) record(state, at, log);
    return Promise.resolve();
  },
};

function record(state: WorkloadState, at: number, log: Log): void {
  for (const outcome of state.outcomes) {
    const before = state.decisions.findLast((logged) => logged.outcome.policy === outcome.policy)?.outcome;
    if (before !== undefined && summary(before) === summary(outcome)) continue;
    state.decisions = [...state.decisions, { at, outcome }].slice(-kept);
    log({ level: 'info', message: outcome.kind, workload: keyOf(state.settings), ...outcome });
  }
}

function summary(outcome: WorkloadState['outcomes'][number]): string {
  return outcome.kind === 'decision' ? `${outcome.value} ${String(outcome.acts)}` : outcome.because;
}
