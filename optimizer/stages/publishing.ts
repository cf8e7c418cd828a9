/** The last stage: gauges for the rules. */
import { presentPods } from '../learning/trial';
import { spend } from '../limits/spending';
import { withdraw } from '../workload-state';
import type { Stage } from './stage';

/**
 * Whoever is blind is not renewed, and its last word expires. Whoever sees and has nothing to say says so: no forecast, a headroom of 1, valid as ever. A process that
 * does not lead takes back what it said when it did.
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
        return outcome?.kind === 'decision' && outcome.acts ? outcome.value : neutral;
      };
      // the autoscaler takes the largest of its signals: what an anomaly asks for can add pods or hold them, and never take one
      const replicas = Math.max(valueOf('replica-forecast', 0), valueOf('anomaly-response', 0));
      state.published = { forecast: replicas, headroom: valueOf('headroom', 1), validUntil: at + settings.validFor };
      const ahead = state.published.forecast - presentPods(state.settings, state.history?.values.at(-1));
      state.spending = spend(state.spending, at, (Math.max(ahead, 0) * settings.tick) / 3600);
    }
    return Promise.resolve();
  },
};
