/** The last stage: sets the gauges that recording rules read. */
import { presentPods } from '../learning/trial';
import { spend } from '../limits/spending';
import { withdraw } from '../workload-state';
import type { Stage } from './stage';

/**
 * A workload whose load is not known is not renewed, and its last values expire. Without a decision it publishes neutral values: no forecast, a headroom of 1, valid as usual. A process that
 * does not lead withdraws the values that it published as leader.
 */
export const publishing: Stage = {
  name: 'publish',
  run: ({ clock, settings, voice }, states) => {
    const at = clock();
    const silence = voice?.silence;
    for (const state of states) {
      state.silent = silence;
      if (voice?.leads === false) withdraw(state, at);
      if (state.blind !== undefined || silence !== undefined) continue;
      const valueOf = (policy: string, neutral: number): number => {
        const outcome = state.outcomes.find((one) => one.policy === policy);
        // somebody may have frozen it since it was decided
        return state.frozen === undefined && outcome?.kind === 'decision' && outcome.acts ? outcome.value : neutral;
      };
      // the autoscaler takes the largest of its signals: a response to an anomaly can add pods or hold them, and never remove one
      const replicas = Math.max(valueOf('replica-forecast', 0), valueOf('anomaly-response', 0));
      state.published = { forecast: replicas, headroom: valueOf('headroom', 1), validUntil: at + settings.validFor };
      const ahead = state.published.forecast - presentPods(state.settings, state.history?.values.at(-1));
      state.spending = spend(state.spending, at, (Math.max(ahead, 0) * settings.tick) / 3600);
    }
    return Promise.resolve();
  },
};
