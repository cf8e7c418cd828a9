/** The stage before decisions: reads earlier decisions, of this process or of another. */
import type { Stage } from './stage';

export const recalling: Stage = { name: 'recall', run: async ({ voice }, states) => voice?.recall(states) };
