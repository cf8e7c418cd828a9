/** A stage that decides nothing: when what grows reaches what is there for it. */
import type { Stage } from './stage';

export const looking: Stage = { name: 'look ahead', run: async ({ outlook, source, clock }) => outlook?.look(source, clock) };
