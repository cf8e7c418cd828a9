/** The stage before decisions: reads earlier decisions, of this process or of another, and what people said since. */
import type { Stage } from './stage';

export const recalling: Stage = {
  name: 'recall',
  run: async ({ voice, interventions, clock }, states) => {
    await voice?.recall(states);
    await interventions?.refresh();
    for (const state of states) state.frozen = interventions?.heldBack(state, clock());
  },
};
