/** The stage before decisions: what was decided before, by this process or by another. */
import type { Stage } from './stage';

export const recalling: Stage = { name: 'recall', run: async ({ voice }, states) => voice?.recall(states) };
