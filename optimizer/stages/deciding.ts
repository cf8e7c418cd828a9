/** The third stage: what each policy makes of it. */
import { policies } from '../policies/policies';
import type { View } from '../policies/policy';
import { isDrifted } from '../workload-state';
import type { Stage } from './stage';

export const deciding: Stage = {
  name: 'decide',
  run: (_, states) => {
    for (const state of states) {
      const { lesson, history, settings, forecasts, lacking } = state;
      const load = history?.values.at(-1);
      const view: View = { settings, forecasts, verdict: lesson?.verdict, load, lacking, drifted: lesson !== undefined && isDrifted(lesson) };
      state.outcomes = state.blind === undefined ? policies.map((policy) => policy.decide(view)) : [];
    }
    return Promise.resolve();
  },
};
